"""Draw scorecards up: a plan applied to what was measured in its period, or as it was locked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from psycopg import Connection

from scoring.domain.besides import Besides, from_document
from scoring.domain.exclusions import Exclusion
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plan_rules import known_by
from scoring.domain.plan_states import PlanState, PlanStep, closed_at, state_of
from scoring.domain.plans import Plan
from scoring.domain.scorecards import Finding, Scorecard, scorecards
from scoring.domain.snapshots import Locked, exclusions_of, findings_of
from scoring.store import plans
from scoring.store import scorecards as locked_scorecards
from scoring.store.plans import PlanVersion
from scoring.use_cases.measure_plan import find_besides, measure_plan


@dataclass(frozen=True)
class Standing:
    """A version of a plan and where it stands. The last of `locked` counts, the others are those it restates."""

    version: int
    plan: Plan
    set_at: datetime
    steps: list[PlanStep]
    locked: list[Locked]

    @property
    def state(self) -> PlanState:
        return state_of(self.steps, locked=bool(self.locked))


@dataclass(frozen=True)
class Listed:
    """A version of a plan and where it stands, without what was locked; `locks` counts restatements too."""

    version: int
    plan: Plan
    set_at: datetime
    steps: list[PlanStep]
    locks: int

    @property
    def state(self) -> PlanState:
        return state_of(self.steps, locked=self.locks > 0)


@dataclass(frozen=True)
class Drawn:
    """Everybody's scorecard. `now_amounts` are of those for whom the facts give another amount than was locked."""

    standing: Standing
    as_of: datetime
    measured: Mapping[MeasureReference, Finding]
    exclusions: list[Exclusion]
    besides: Besides
    cards: tuple[Scorecard, ...]
    now_amounts: Mapping[str, int] = field(default_factory=dict)


def find_standing(connection: Connection, key: str, version: int | None = None) -> Standing | None:
    """This version, or the one in force; None when there is none."""
    found = plans.in_force(connection, key) if version is None else plans.find(connection, key, version)
    return _standing(connection, found) if found else None


def find_standings(connection: Connection, after: str, limit: int) -> list[Listed]:
    """So many plans in the order of their keys, after this one, each in the version in force."""
    found = plans.page(connection, after, limit)
    versions = {one.plan.key: one.version for one in found}
    steps = plans.steps_of_several(connection, versions)
    locks = locked_scorecards.how_often(connection, versions)
    return [
        Listed(one.version, one.plan, one.set_at, steps.get(one.plan.key, []), locks.get(one.plan.key, 0))
        for one in found
    ]


def _standing(connection: Connection, found: PlanVersion) -> Standing:
    place = connection, found.plan.key, found.version
    steps, locked = plans.steps(*place), locked_scorecards.of_plan(*place)
    return Standing(found.version, found.plan, found.set_at, steps, locked)


def draw_up_scorecards(connection: Connection, standing: Standing, now: datetime) -> Drawn:
    """From the facts, or once it is locked from the snapshot, with what the facts would give beside it."""
    fresh = measure_now(connection, standing, now)
    if not standing.locked:
        return fresh
    locked = standing.locked[-1]
    document = locked.document
    measured = findings_of(document)
    besides = from_document(document)
    cards = scorecards(standing.plan, measured, besides.immersions)
    return Drawn(
        standing,
        locked.head.as_of,
        measured,
        exclusions_of(document),
        besides,
        cards,
        {
            card.person.name: card.amount
            for card, paid in zip(fresh.cards, cards, strict=True)
            if card.amount != paid.amount
        },
    )


def measure_now(connection: Connection, standing: Standing, now: datetime) -> Drawn:
    """From the facts, as of the moment when the period was closed and as the plan's rules have it by `now`."""
    as_of = closed_at(standing.steps) or now
    exclusions = plans.exclusions(connection, standing.plan.key, standing.version)
    known = known_by(standing.plan, as_of, now)
    measured = measure_plan(connection, standing.plan, as_of, exclusions, known_by=known)
    besides = find_besides(connection, standing.plan, as_of)
    cards = scorecards(standing.plan, measured, besides.immersions)
    return Drawn(standing, as_of, measured, exclusions, besides, cards)
