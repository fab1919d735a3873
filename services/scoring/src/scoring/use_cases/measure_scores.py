"""Measure: one number over a selection of answers, and what it is made of."""

from collections.abc import Sequence
from dataclasses import replace

from psycopg import Connection

from scoring.domain.breakdowns import DIMENSIONS, PERIODS, Breakdown, Group, Item, breakdown
from scoring.domain.estimates import Measured
from scoring.domain.selections import Selection
from scoring.store import attributes, feedback_rollups, invitations, rollups
from scoring.store.feedback_rollups import FEEDBACK_DIMENSIONS
from scoring.store.invitations import INVITATION_DIMENSIONS


class UnknownDimensionError(LookupError):
    """No attribute of this name was ever declared as a dimension."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def measure_scores(
    connection: Connection,
    measure: str,
    selection: Selection,
    by: Sequence[str] = (),
    *,
    subtotals: bool = False,
) -> Breakdown:
    """`by` names dimensions of the breakdown: fixed ones, declared attributes and at most one period.

    Raises UnknownDimensionError for an attribute that was never declared.
    """
    refuse_unknown(connection, measure, selection, by)
    return breakdown(find_groups(connection, measure, selection, by), by, subtotals=subtotals)


def find_groups(connection: Connection, measure: str, selection: Selection, by: Sequence[str]) -> list[Group]:
    """The tallies behind `measure`, whichever rollups they are kept in."""
    if measure == "resolved_share":
        return feedback_rollups.groups(connection, selection, by)
    if measure == "response_rate":
        return invitations.groups(connection, selection, by)
    return rollups.groups(connection, measure, selection, by)


def with_response_rates(
    connection: Connection, found: Breakdown, selection: Selection, by: Sequence[str]
) -> Breakdown:
    """The same with the response rate beside each shown score whose slice invitations are made in.

    The rate is that of the invitations made in the selected days; of a language or an attribute, which no invitation
    states, there is none.
    """
    asked = selection.slice
    if asked.language or asked.attributes or not set(by) <= {*INVITATION_DIMENSIONS, *PERIODS}:
        return found
    rates = breakdown(invitations.groups(connection, selection, by), by)
    if not rates.totals:
        return found
    return replace(found, totals=_beside(found.totals, rates.totals), items=_beside(found.items, rates.items))


def refuse_unknown(connection: Connection, measure: str, selection: Selection, by: Sequence[str]) -> None:
    """Raise UnknownDimensionError for what `measure` can't be asked by."""
    fixed = {"resolved_share": FEEDBACK_DIMENSIONS, "response_rate": INVITATION_DIMENSIONS}.get(measure)
    known = {*(fixed or DIMENSIONS), *PERIODS}
    asked = [*by, *(name for name, _ in selection.slice.attributes or ())]
    strange = [name for name in asked if name not in known]
    if strange and fixed is None:
        declared = attributes.ever_declared(connection)
        strange = [name for name in strange if name not in declared]
    if strange:
        raise UnknownDimensionError(strange[0])


def _beside(items: Sequence[Item], rates: Sequence[Item]) -> tuple[Item, ...]:
    by_place: dict[object, Measured] = {
        (rate.kind, tuple(rate.slice.items())): rate.scores[0].estimate for rate in rates
    }
    return tuple(
        # Not by replace(), which takes a third of the time of a thousand scores.
        Item(
            item.kind,
            item.scale,
            item.slice,
            item.scores,
            item.option,
            by_place.get((item.kind, tuple(item.slice.items()))),
        )
        if item.shown
        else item
        for item in items
    )
