"""Conformance: how far a case went the way that was designed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.domain.journeys import Journey, Stage
from scoring.domain.variants import Path, Variant


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest way to make the path the designed one: what had to be put in or taken out, and what that means.

    `worst` is the cost of the two having nothing in common: all taken out, every stage that is not optional put in.
    """

    cost: int
    worst: int
    skipped: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    not_on_the_map: tuple[str, ...] = ()

    @property
    def fitness(self) -> Fraction:
        """1 − cost / worst; 1 where nothing was asked and nothing happened."""
        return 1 - Fraction(self.cost, self.worst) if self.worst else Fraction(1)


@dataclass(frozen=True, slots=True)
class Conformance:
    """All cases together: 1 − Σ cost / Σ worst, the mean over the cases, and in how many what was wrong."""

    cases: int
    perfect: int
    fitness: Fraction
    mean_fitness: Fraction
    skipped: dict[str, int]
    repeated: dict[str, int]
    out_of_order: dict[str, int]
    not_on_the_map: dict[str, int]


def align(stages: Sequence[Stage], path: Sequence[str]) -> Alignment:
    """By insertions and deletions alone, as A. Adriansyah, "Aligning observed and modeled behavior" (2014), with the
    costs 1 and 1; to leave an optional stage out costs nothing."""
    costs = _costs(stages, path)
    matched: set[str] = set()
    inserted: list[str] = []
    missing: list[Stage] = []
    at, stage = 0, 0
    while at < len(path) or stage < len(stages):
        here = costs[at][stage]
        both = at < len(path) and stage < len(stages)
        if both and path[at] == stages[stage].key and here == costs[at + 1][stage + 1]:
            matched.add(path[at])
            at, stage = at + 1, stage + 1
        elif at < len(path) and here == costs[at + 1][stage] + 1:
            inserted.append(path[at])
            at += 1
        else:
            missing.append(stages[stage])
            stage += 1
    keys = {one.key for one in stages}
    moved = {one.key for one in missing} & set(inserted)
    return Alignment(
        cost=costs[0][0],
        worst=len(path) + sum(not one.optional for one in stages),
        skipped=tuple(one.key for one in missing if not one.optional and one.key not in moved),
        repeated=tuple(sorted({step for step in inserted if step in matched})),
        out_of_order=tuple(sorted(moved)),
        not_on_the_map=tuple(sorted({step for step in inserted if step not in keys})),
    )


def conformance(journey: Journey, variants: Iterable[Variant]) -> Conformance | None:
    """Of cases that are over; None when there are none. An outcome that is no stage is no deviation."""
    cases = perfect = cost = worst = 0
    total = Fraction(0)
    wrong: dict[str, Counter[str]] = {
        name: Counter() for name in ("skipped", "repeated", "out_of_order", "not_on_the_map")
    }
    for variant in variants:
        found = align(journey.stages, without_outcomes(journey, variant.path))
        cases += variant.cases
        perfect += variant.cases * (found.cost == 0)
        cost += variant.cases * found.cost
        worst += variant.cases * found.worst
        total += variant.cases * found.fitness
        for name, counter in wrong.items():
            for step in getattr(found, name):
                counter[step] += variant.cases
    if not cases:
        return None
    together = Alignment(cost, worst)
    counted = {name: dict(counter.most_common()) for name, counter in wrong.items()}
    return Conformance(cases, perfect, together.fitness, total / cases, **counted)


def without_outcomes(journey: Journey, path: Path) -> Path:
    """The path without what tells of an outcome and means no stage."""
    beside = journey.milestones - {stage.key for stage in journey.stages}
    return tuple(step for step in path if step not in beside)


def _costs(stages: Sequence[Stage], path: Sequence[str]) -> list[list[int]]:
    """By how many steps of the path and how many stages are done: what the rest costs."""
    costs = [[0] * (len(stages) + 1) for _ in range(len(path) + 1)]
    for at in range(len(path), -1, -1):
        for stage in range(len(stages), -1, -1):
            ways = []
            if at < len(path):
                ways.append(1 + costs[at + 1][stage])
            if stage < len(stages):
                ways.append((not stages[stage].optional) + costs[at][stage + 1])
            if at < len(path) and stage < len(stages) and path[at] == stages[stage].key:
                ways.append(costs[at + 1][stage + 1])
            costs[at][stage] = min(ways, default=0)
    return costs
