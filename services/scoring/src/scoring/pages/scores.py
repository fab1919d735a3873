"""The dashboard: what customers say at present, in numbers that show how sure they are."""

from dataclasses import dataclass

from flask import Blueprint, Response
from psycopg import Connection

from scoring.domain.breakdowns import Breakdown, Item
from scoring.domain.selections import Selection
from scoring.pages.figures import figure
from scoring.pages.rendering import page, reader
from scoring.pages.wording import said
from scoring.store import journeys
from scoring.use_cases.measure_scores import measure_scores
from scoring.use_cases.summarize import present
from shared import access
from shared.clock import now
from shared.service import current

blueprint = Blueprint("scores_pages", __name__, url_prefix="/scoring", template_folder="../templates")

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
    language = reader().language
    selection = present(now())
    with current().read() as connection:
        measures = {measure: _tables(connection, measure, selection) for measure in _MEASURES}
        names = {
            item.journey.key: said(item.journey.name, language) for item in journeys.in_force(connection)
        }
    return page(
        "scores.html",
        first_day=selection.first_day,
        last_day=selection.last_day,
        measures=measures,
        names=names,
        leads_on="journeys:read" in access.caller().scopes,
        show=lambda score: figure(score.estimate, language, score.scale),
    )


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
