"""Exports: responses as a file, however many they are."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from flask import Response

from shared.access import Blueprint
from shared.clock import now
from shared.exports import FORMATS, as_file, csv_lines, json_lines
from shared.problems import not_found
from shared.service import current
from survey.domain.touchpoints import CONTEXT_FIELDS
from survey.schemas.exports import ExportArguments, context_of
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
    return as_file(_csv(pages, questions) if kind == "csv" else _jsonl(pages), "responses", kind)


def _csv(pages: Pages, questions: list[str]) -> Iterator[str]:
    yield csv_lines([[*_COLUMNS, *CONTEXT_FIELDS, *(f"answer.{key}" for key in questions)]])
    for page in pages:
        yield csv_lines(_row(response, questions) for response in page)


def _row(response: Exported, questions: list[str]) -> list[Any]:
    facts = asdict(response)
    return [
        *(facts[name] for name in _COLUMNS),
        *(response.context.get(name) for name in CONTEXT_FIELDS),
        *(response.answers.get(key) for key in questions),
    ]


def _jsonl(pages: Pages) -> Iterator[str]:
    for page in pages:
        yield json_lines(asdict(response) for response in page)
