"""Exports: responses as a file, however many they are."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from flask import Response

from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current
from survey.domain.exports import cell
from survey.domain.touchpoints import CONTEXT_FIELDS
from survey.schemas.exports import FORMATS, ExportArguments, context_of
from survey.store import exports
from survey.store.exports import Exported, Selection

blueprint = Blueprint("exports", __name__, url_prefix="/exports", description="Responses as a file")

_COLUMNS = (
    *("id", "survey", "version", "customer_key", "source", "language", "submitted_at", "received_at"),
    *("revision", "complete", "corrected_at"),
)
_ANY_TEXT = {"type": "string"}

Pages = Iterable[list[Exported]]


@blueprint.route("/responses", methods=["GET"], scope="responses:read")
@blueprint.arguments(ExportArguments, location="query")
@blueprint.response(200, _ANY_TEXT, content_type="text/csv")
@blueprint.alt_response(200, schema=_ANY_TEXT, content_type=FORMATS["jsonl"], success=True)
def export_responses(arguments: dict[str, Any]) -> Response:
    """Export responses as CSV, a column a question, or as JSON lines; in the order in which they were received"""
    service = current()
    survey, kind = arguments["survey"], arguments["format"]
    with service.read() as connection:
        questions = exports.questions(connection, survey) if survey else []
    if survey and not questions:
        raise not_found(f"survey {survey!r}")
    selection = Selection(survey, arguments["first"], arguments["before"], context_of(arguments))
    pages = exports.responses(service.read, selection, now())
    return Response(
        _csv(pages, questions) if kind == "csv" else _jsonl(pages),
        content_type=FORMATS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="responses.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _csv(pages: Pages, questions: list[str]) -> Iterator[str]:
    yield _lines([[*_COLUMNS, *CONTEXT_FIELDS, *(f"answer.{key}" for key in questions)]])
    for page in pages:
        yield _lines(_row(response, questions) for response in page)


def _row(response: Exported, questions: list[str]) -> list[str | int | None]:
    facts = asdict(response)
    return [
        *(cell(facts[name]) for name in _COLUMNS),
        *(cell(response.context.get(name)) for name in CONTEXT_FIELDS),
        *(cell(response.answers.get(key)) for key in questions),
    ]


def _lines(rows: Iterable[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _jsonl(pages: Pages) -> Iterator[str]:
    for page in pages:
        yield "".join(
            json.dumps(asdict(response), default=_plain, ensure_ascii=False) + "\n" for response in page
        )


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
