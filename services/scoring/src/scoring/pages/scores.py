"""The dashboard: what customers say at present, in numbers that show how sure they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response
from psycopg import Connection

from scoring.domain.breakdowns import Item
from scoring.domain.selections import Selection
from scoring.pages.companions import Beside, beside, told_once, without
from scoring.pages.figures import figure
from scoring.pages.rendering import Reader, page, reader
from scoring.pages.wording import said
from scoring.store import journeys
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.measure_scores import measure_scores
from scoring.use_cases.summarize import present
from shared import access
from shared.clock import now
from shared.service import current

blueprint = Blueprint("scores_pages", __name__, url_prefix="/scoring", template_folder="../templates")

_MEASURES = ("nps", "ces", "csat", "resolved_share")
_DIMENSIONS = ("journey", "channel")


@dataclass(frozen=True)
class Row:
    """A score, and what stands beside it alone."""

    item: Item
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class Part:
    """Scores by one dimension, and what stands beside all of them alike."""

    rows: list[Row]
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class Table:
    """All scores of one measure that may stand side by side: of one kind of survey and one definition."""

    kind: str | None
    definition: str
    total: Row
    parts: dict[str, Part]


@blueprint.get("/scores")
@access.page("scores:read")
def show_scores() -> Response:
    """NPS, CES, CSAT and resolved share at present, in all and by journey and channel, with their companions."""
    who, at = reader(), now()
    language = who.language
    selection = present(at)
    with current().read() as connection:
        measures = {
            measure: _tables(
                {name: _Found(connection, measure, selection, name, at, who) for name in _DIMENSIONS}
            )
            for measure in _MEASURES
        }
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


class _Found:
    """A measure by one dimension, with what stands beside each score."""

    def __init__(
        self,
        connection: Connection,
        measure: str,
        selection: Selection,
        dimension: str,
        at: datetime,
        who: Reader,
    ) -> None:
        self.breakdown = measure_scores(connection, measure, selection, [dimension])
        self._companions = Companions(connection, measure, selection, [dimension], at)
        self._who = who

    def row(self, item: Item) -> Row:
        """A hidden score has no number that anything could stand beside."""
        pair = self._companions.beside(item.kind, item.slice)
        return Row(item, beside(pair, self._who) if item.shown else ())

    def part(self, total: Item) -> Part:
        """The scores that make up this total."""
        meaning = (total.kind, total.scale)
        rows = [self.row(item) for item in self.breakdown.items if (item.kind, item.scale) == meaning]
        common = told_once([row.beside for row in rows if row.beside])
        return Part([Row(row.item, without(row.beside, common)) for row in rows], common)


def _tables(by: Mapping[str, _Found]) -> list[Table]:
    whole = by[_DIMENSIONS[0]]
    tables = [
        Table(
            total.kind,
            total.scale.version,
            whole.row(total),
            {name: found.part(total) for name, found in by.items()},
        )
        for total in whole.breakdown.totals
    ]
    return sorted(tables, key=lambda table: table.kind == "relationship")
