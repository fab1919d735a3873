"""Somebody who is in two plans at once.

Paid for one thing by both, they are paid past the caps of both, and neither says so: that is refused. Two plans for
different things are only pointed out. What every plan must hold (shares of surveys, of outcomes, of what customers
experience; its own guardrails) then holds in both together, since it holds in each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Person, Plan, plain
from scoring.domain.problems import Problem
from scoring.domain.slices import Slice


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another plan over some of the same days; one that never went live pays nobody yet."""

    plan: Plan
    went_live: bool

    def __str__(self) -> str:
        return f"{self.plan.title} ({self.plan.key}, {self.plan.period})"


def paid_by_both(plan: Plan, neighbours: Iterable[Neighbour]) -> Iterator[Problem]:
    """What a plan that is live pays the same person for already."""
    for index, person, neighbour, twin in _in_both(plan, neighbours):
        twice = _twice(plan, person, neighbour.plan, twin)
        if neighbour.went_live and twice is not None:
            yield Problem(
                f"people.{index}.name",
                f"{person.name} is in the plan {neighbour} too, which pays for {twice}: both would pay for the same.",
            )


def in_both(plan: Plan, neighbours: Iterable[Neighbour]) -> Iterator[Problem]:
    """Who is in another plan too, without being paid for one thing twice as far as plans are live."""
    for index, person, neighbour, twin in _in_both(plan, neighbours):
        twice = _twice(plan, person, neighbour.plan, twin)
        if twice is None:
            yield Problem(
                f"people.{index}.name", f"{person.name} is in the plan {neighbour} too, for other things."
            )
        elif not neighbour.went_live:
            yield Problem(
                f"people.{index}.name",
                f"{person.name} is in the plan {neighbour} too, which would pay for {twice} as well: only one of the"
                " two can go live.",
            )


def _in_both(plan: Plan, neighbours: Iterable[Neighbour]) -> Iterator[tuple[int, Person, Neighbour, Person]]:
    for neighbour in neighbours:
        named = {plain(person.name): person for person in neighbour.plan.people}
        for index, person in enumerate(plan.people):
            if twin := named.get(plain(person.name)):
                yield index, person, neighbour, twin


def _twice(plan: Plan, person: Person, other: Plan, twin: Person) -> MeasureReference | None:
    """What the other plan pays this person for that the plan pays for, too, over some of the same customers."""
    mine = [line.measure_for(person) for line in plan.lines]
    for theirs in (line.measure_for(twin) for line in other.lines):
        if any(_is_same(one, theirs) for one in mine):
            return theirs
    return None


def _is_same(one: MeasureReference, other: MeasureReference) -> bool:
    """One milestone by two deadlines, or by its median, is one thing."""
    alike = replace(one, kind=other.kind, slice=Slice(), days=None) == replace(
        other, slice=Slice(), days=None
    )
    of_one_kind = one.kind == other.kind or one.milestone is not None
    return alike and of_one_kind and not one.slice.is_apart_from(other.slice)
