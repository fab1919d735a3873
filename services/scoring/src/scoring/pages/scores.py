"""The dashboard: what customers say at present, in numbers that show how sure they are."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request
from psycopg import Connection

from scoring.domain.breakdowns import Breakdown, Item
from scoring.domain.estimates import Estimate
from scoring.domain.scores import Score
from scoring.domain.selections import Selection
from scoring.pages import charts, numbers
from scoring.use_cases.measure_scores import measure_scores
from scoring.use_cases.summarize import present
from shared import access, web
from shared.clock import now
from shared.i18n import Texts, best
from shared.service import current

blueprint = Blueprint("scores_pages", __name__, url_prefix="/scoring", template_folder="../templates")

_TEXTS = Texts.of("scoring")
_MEASURES = ("nps", "ces", "csat", "resolved_share")
_DIMENSIONS = ("journey", "channel")


@dataclass(frozen=True)
class Table:
    """All scores of one measure that may stand side by side: of one kind of survey and one definition."""

    kind: str | None
    definition: str
    total: Item
    parts: dict[str, list[Item]]


@blueprint.get("/scores")
@access.page("scores:read")
def show_scores() -> Response:
    """NPS, CES, CSAT and resolved share at present, in all and by journey and channel."""
    language = best(request.accept_languages)
    selection = present(now())
    with current().read() as connection:
        measures = {measure: _tables(connection, measure, selection) for measure in _MEASURES}
    body = render_template(
        "scores.html",
        language=language,
        text=_TEXTS.by_language[language],
        first_day=selection.first_day,
        last_day=selection.last_day,
        measures=measures,
        show=lambda score: shown(score, language),
    )
    return Response(body, headers=web.PAGE_HEADERS)


def shown(score: Score, language: str) -> dict[str, Any] | None:
    """What the page says of a score; None when it is hidden."""
    estimate = score.estimate
    if not isinstance(estimate, Estimate):
        return None
    low, high = numbers.bounds(estimate, language)
    return {
        "value": numbers.value(estimate, language),
        "low": low,
        "high": high,
        "n": numbers.plain(f"{estimate.n:,}", language),
        "low_base": estimate.low_base,
        "chart": charts.on_whole_scale(estimate, score.scale),
    }


def _tables(connection: Connection, measure: str, selection: Selection) -> list[Table]:
    by = {name: measure_scores(connection, measure, selection, [name]) for name in _DIMENSIONS}
    tables = [
        Table(
            total.kind,
            total.scale.version,
            total,
            {name: _alike(found, total) for name, found in by.items()},
        )
        for total in by[_DIMENSIONS[0]].totals
    ]
    return sorted(tables, key=lambda table: table.kind == "relationship")


def _alike(found: Breakdown, total: Item) -> list[Item]:
    return [item for item in found.items if (item.kind, item.scale) == (total.kind, total.scale)]
