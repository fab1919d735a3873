"""Units: whose customers they are, and what was counted of each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from scoring.domain.gaming.results import (
    MOST_EVIDENCE,
    SMALLEST_N,
    SMALLEST_ODDS_RATIO,
    Check,
    Result,
    too_little,
)
from scoring.domain.gaming.strata import Table, odds_ratio, upper_tail
from scoring.domain.plans import Plan
from scoring.domain.slices import Slice


class Place(NamedTuple):
    """Where something was counted; what is not stated is ""."""

    survey: str
    journey: str
    stage: str
    channel: str
    owner: str
    segment: str

    def is_in(self, unit: Slice) -> bool:
        """Whether the unit's filters all hold."""
        return all(
            getattr(unit, name) in (None, value) for name, value in zip(self._fields, self, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Count:
    """Of n at a place, how many were hits. Only what has the same `stratum` is compared."""

    stratum: tuple[str | int, ...]
    place: Place
    hits: int
    n: int
    evidence: tuple[UUID, ...] = field(default=())


def units_of(plan: Plan, places: Iterable[Place]) -> tuple[list[Slice], list[Slice]]:
    """The units whose numbers the plan pays for, and those of them that can't be told apart here.

    Where it pays nobody for a unit of their own, they are the functions that own anything.
    """
    stated = list(dict.fromkeys(person.unit for person in plan.people if person.unit != Slice()))
    untold = [unit for unit in stated if unit.language is not None or unit.attributes]
    if stated:
        return [unit for unit in stated if unit not in untold], untold
    owners = sorted({place.owner for place in places if place.owner})
    return [Slice(owner=owner) for owner in owners], []


def against_the_rest(check: Check, counts: Collection[Count], units: Iterable[Slice]) -> list[Result]:
    """Each unit against all that is not it, stratum by stratum."""
    return [_compared(check, counts, unit) for unit in units]


def _compared(check: Check, counts: Collection[Count], unit: Slice) -> Result:
    # What only the unit has, or only the others, compares nothing: it does not make enough to go on either.
    by_stratum = _tables(counts, unit)
    mixed = [table for table in by_stratum.values() if table.n and table.other_n]
    n, others = sum(table.n for table in mixed), sum(table.other_n for table in mixed)
    if min(n, others) < SMALLEST_N:
        return too_little(check, unit, min(n, others), SMALLEST_N)
    own = [count for count in counts if count.place.is_in(unit) and by_stratum[count.stratum].other_n]
    hits = [id_ for count in own for id_ in count.evidence]
    return Result(
        check,
        unit,
        n,
        hits=sum(table.hits for table in mixed),
        expected=sum(table.expected for table in mixed),
        p=upper_tail(mixed),
        effect=odds_ratio(mixed),
        threshold=SMALLEST_ODDS_RATIO,
        evidence=tuple(hits[:MOST_EVIDENCE]),
    )


def _tables(counts: Iterable[Count], unit: Slice) -> dict[tuple[str | int, ...], Table]:
    strata: dict[tuple[str | int, ...], list[int]] = {}
    for count in counts:
        row = strata.setdefault(count.stratum, [0, 0, 0, 0])
        at = 0 if count.place.is_in(unit) else 2
        row[at] += count.hits
        row[at + 1] += count.n
    return {stratum: Table(*row) for stratum, row in strata.items()}
