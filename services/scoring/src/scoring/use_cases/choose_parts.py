"""Choose the parts of a selection that may be told of: here it is decided which are hidden, for all figures alike.

What is hidden is counted as nothing, so that every figure made of it is hidden too.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from psycopg import Connection

from scoring.domain.journey_parts import PartSizes, hidden_parts, hidden_ways
from scoring.domain.journey_selections import CaseSelection, Place
from scoring.domain.journey_views import handoff_sizes
from scoring.domain.suppression import Cell
from scoring.domain.variants import Edge, Variant, edges, switches
from scoring.store import journey_figures as figures
from scoring.store.journey_figures import Answered, Contacts, Lost, Promised, Said, Shares, State

Item = TypeVar("Item")
Counts = TypeVar("Counts", Shares, Said)

# What shares are made of, by the number of cases that each share is of.
_SHARES = {
    "installs": ("installs_at_once", "installs_in_the_end"),
    "months": ("months_followed_up", "months_with_issues", "months_set_up"),
    "cases_with_lookups": ("lookups_needed", "lookups_found"),
    "complaints_begun": ("complaints_given_up", "complaints_sent"),
}
_SAID = {"asked": ("solved_at_once",), "asked_whether_repeated": ("repeated",)}


@dataclass(frozen=True)
class Seen:
    """Contacts of all intents together (None where they are hidden) and of each that is not hidden."""

    whole: Contacts | None
    by_intent: list[Contacts]


def choose_states(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[State]:
    """The states that cases are in."""
    found = figures.states(connection, selection, as_of)
    hidden = hidden_ways(selection, _sizes(found, lambda one: (one.state, one.exit), lambda one: one.cases))
    return [one for one in found.get(selection.place, []) if (one.state, one.exit) not in hidden]


def choose_ended(connection: Connection, selection: CaseSelection, as_of: datetime) -> tuple[int, int]:
    """How many cases succeeded of how many that are over."""
    found = {
        place: [state for state in states if state.state != "open"]
        for place, states in figures.states(connection, selection, as_of).items()
    }
    if hidden_parts(selection, _sizes(found, lambda _: ("ended",), lambda one: one.cases)):
        return 0, 0
    own = found.get(selection.place, [])
    return sum(one.cases for one in own if one.state == "success"), sum(one.cases for one in own)


def choose_edges(connection: Connection, selection: CaseSelection, own: Sequence[Variant]) -> set[Cell]:
    """The edges of the graph of these paths that are hidden."""
    found: Mapping[Place, Sequence[Variant]] = {(): own}
    if selection.place:
        found = figures.variants(connection, selection)
    return _hidden_edges(selection, found, edges)


def choose_ways(connection: Connection, selection: CaseSelection) -> tuple[list[Variant], set[Cell]]:
    """The paths that were gone, and those that are hidden."""
    found = figures.variants(connection, selection)
    hidden = hidden_ways(selection, _sizes(found, lambda one: (one.path,), lambda one: one.cases))
    return found.get(selection.place, []), hidden


def choose_channels(connection: Connection, selection: CaseSelection) -> tuple[list[Variant], set[Cell]]:
    """The channels that cases went through, and the switches between them that are hidden."""
    found = figures.channel_variants(connection, selection)
    return found.get(selection.place, []), _hidden_edges(selection, found, switches)


def choose_handoffs(
    connection: Connection, selection: CaseSelection, as_of: datetime, own: Sequence[Variant]
) -> tuple[dict[tuple[str, str], int], set[Cell]]:
    """How many cases each hand-off lost, and the hand-offs of these owners that are hidden."""
    lost = {
        place: _by_handoff(found)
        for place, found in figures.lost_handoffs(connection, selection, as_of).items()
    }
    owners: Mapping[Place, Sequence[Variant]] = {(): own}
    if selection.place:
        owners = figures.owner_variants(connection, selection)
    sizes = {place: handoff_sizes(owners.get(place, []), lost.get(place, {})) for place in {*owners, *lost}}
    return lost.get(selection.place, {}), hidden_parts(selection, sizes, summed=True, overlapping=True)


def choose_answers_after(connection: Connection, selection: CaseSelection) -> list[Answered]:
    """What was answered after hand-offs."""
    found = figures.scores_after_handoffs(connection, selection)
    hidden = hidden_parts(selection, _sizes(found, _meaning, lambda one: one.n))
    return [one for one in found.get(selection.place, []) if _meaning(one) not in hidden]


def choose_stages(connection: Connection, selection: CaseSelection) -> set[int]:
    """The stages that are hidden, the first being 0; of all cases each speaks for itself."""
    if not selection.place:
        return set()
    found = figures.stages(connection, selection)
    hidden = hidden_parts(selection, _sizes(found, lambda one: (one.stage,), lambda one: one.cases))
    return {stage - 1 for (stage,) in hidden if isinstance(stage, int)}


def choose_shares(connection: Connection, selection: CaseSelection, as_of: datetime) -> Shares:
    """Counts for shares."""
    return _counted(selection, figures.shares(connection, selection, as_of), _SHARES) or Shares()


def choose_said(connection: Connection, selection: CaseSelection) -> Said:
    """What customers answered."""
    return _counted(selection, figures.said(connection, selection), _SAID) or Said()


def choose_promises(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[Promised]:
    """Promises; of a hidden one none is due."""
    found = figures.promises(connection, selection, as_of)
    hidden = hidden_parts(selection, _sizes(found, lambda one: (one.promise,), lambda one: one.due))
    return [
        Promised(one.promise, 0, 0, 0, 0) if (one.promise,) in hidden else one
        for one in found.get(selection.place, [])
    ]


def choose_contacts(
    connection: Connection, selection: CaseSelection, as_of: datetime, window: timedelta
) -> Seen:
    """Contacts by what they were about."""
    found = figures.contacts(connection, selection, as_of, window)
    sizes = _sizes(found, lambda one: (one.intent,), lambda one: one.n)
    hidden = hidden_parts(selection, sizes, summed=True, overlapping=True, stated=False)
    own = found.get(selection.place, [])
    whole = Contacts(
        "", sum(one.n for one in own), sum(one.alone for one in own), sum(one.too_young for one in own)
    )
    return Seen(
        None if (...,) in hidden else whole, [one for one in own if one.n and (one.intent,) not in hidden]
    )


def _sizes(
    found: Mapping[Place, Iterable[Item]], part: Callable[[Item], Cell], size: Callable[[Item], int]
) -> dict[Place, dict[Cell, int]]:
    sizes: dict[Place, dict[Cell, int]] = {}
    for place, items in found.items():
        of_place = sizes.setdefault(place, {})
        for item in items:
            of_place[part(item)] = of_place.get(part(item), 0) + size(item)
    return sizes


def _hidden_edges(
    selection: CaseSelection,
    variants: Mapping[Place, Sequence[Variant]],
    found: Callable[[Sequence[Variant]], list[Edge]],
) -> set[Cell]:
    """Somebody may know how often a step was left or come to: what leaves it adds up to what comes to it."""
    sizes: PartSizes = {
        place: {(edge.source, edge.target): edge.cases for edge in found(items)}
        for place, items in variants.items()
    }
    return hidden_parts(selection, sizes, summed=True, overlapping=True)


def _by_handoff(lost: Iterable[Lost]) -> dict[tuple[str, str], int]:
    return {(one.source, one.target): one.cases for one in lost}


def _meaning(answer: Answered) -> Cell:
    return answer.source, answer.target, answer.definition


def _counted(
    selection: CaseSelection, found: Mapping[Place, Sequence[Counts]], shares: Mapping[str, Sequence[str]]
) -> Counts | None:
    """The counts of the selection, 0 for those that are hidden; None where there are no cases."""
    sizes: PartSizes = {
        place: {(base,): getattr(one, base) for one in counts for base in shares}
        for place, counts in found.items()
    }
    hidden = hidden_parts(selection, sizes)
    nothing = _nothing(shares, hidden)
    return next((replace(one, **nothing) for one in found.get(selection.place, [])), None)


def _nothing(shares: Mapping[str, Sequence[str]], hidden: Collection[Cell]) -> dict[str, int]:
    return {name: 0 for base in shares if (base,) in hidden for name in (base, *shares[base])}
