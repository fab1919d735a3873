"""Measure: one number over a selection of answers, and what it is made of."""

from collections.abc import Sequence
from dataclasses import replace

from psycopg import Connection

from scoring.domain.breakdowns import (
    DIMENSIONS,
    PERIODS,
    Breakdown,
    Group,
    Item,
    SliceValues,
    breakdown,
)
from scoring.domain.rollups import CHOICE_TYPES
from scoring.domain.selections import Selection
from scoring.domain.slices import Slice
from scoring.domain.tallies import ZERO
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
    groups, filters = find_lattice(connection, measure, selection, by)
    return breakdown(groups, by, filters=filters, subtotals=subtotals)


def shown_groups(
    connection: Connection, measure: str, selection: Selection, by: Sequence[str]
) -> list[Group]:
    """The tallies behind what `measure_scores` shows; there is nothing in one that it hides."""
    found = measure_scores(connection, measure, selection, by)
    shown = {(*_meaning(item), *item.slice.items()) for item in found.items if item.shown}
    return [
        group if (*_meaning(group), *group.slice.items()) in shown else group._replace(tally=ZERO)
        for group in find_groups(connection, measure, selection, by)
    ]


def find_lattice(
    connection: Connection, measure: str, selection: Selection, by: Sequence[str]
) -> tuple[list[Group], SliceValues]:
    """The groups of all values of what is filtered and of `by`, and the filters.

    What is hidden of a slice is decided beside the slices that the filters leave out, so that it is hidden whichever
    way it is asked for. Of a choice the survey stays filtered: its options mean something in no other.
    """
    chosen = selection.slice
    stated = {name: getattr(chosen, name) for name in chosen.__slots__ if name != "attributes"}
    if measure in CHOICE_TYPES:
        del stated["survey"]
    stated |= {"version": selection.version, **dict(chosen.attributes or ())}
    filters = {name: value for name, value in stated.items() if value is not None}
    kept = Slice(survey=chosen.survey) if measure in CHOICE_TYPES else Slice()
    everything = replace(selection, slice=kept, version=None)
    return find_groups(connection, measure, everything, list(dict.fromkeys([*by, *filters]))), filters


def find_groups(connection: Connection, measure: str, selection: Selection, by: Sequence[str]) -> list[Group]:
    """The tallies behind `measure`, whichever rollups they are kept in."""
    if measure == "resolved_share":
        return feedback_rollups.groups(connection, selection, by)
    if measure == "response_rate":
        return invitations.groups(connection, selection, by)
    return rollups.groups(connection, measure, selection, by)


def with_response_rates(
    connection: Connection, measure: str, found: Breakdown, selection: Selection, by: Sequence[str]
) -> Breakdown:
    """The same with the response rate beside each shown score of answers whose slice invitations are made in.

    The rate is that of the invitations made in the selected days; of a language or an attribute, which no invitation
    states, there is none.
    """
    asked = selection.slice
    if measure in ("response_rate", "resolved_share") or asked.language or asked.attributes:
        return found
    if not set(by) <= {*INVITATION_DIMENSIONS, *PERIODS}:
        return found
    groups, filters = find_lattice(connection, "response_rate", selection, by)
    rates = breakdown(groups, by, filters=filters)
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


def _meaning(found: Item | Group) -> tuple[str | None, str, str | None]:
    definition = found.scale.version if isinstance(found, Item) else found.definition
    return found.kind, definition, found.option


def _beside(items: Sequence[Item], invitations: Sequence[Item]) -> tuple[Item, ...]:
    """The items are all by the same dimensions as the invitations, so the values alone tell slices apart."""
    tallies = {(one.kind, *one.slice.values()): one.tally for one in invitations}
    return tuple(
        [
            # Not by _replace(), which takes twice the time of making it.
            Item(*item[:-1], tallies.get((item.kind, *item.slice.values()))) if item.shown else item
            for item in items
        ]
    )
