"""What may be seen of paths, graphs, hand-offs and stages: nothing that rests on too few cases.

What is `hidden` of them is decided beside all other channels and segments.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.conformance import Conformance
from scoring.domain.estimates import SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.journeys import Journey
from scoring.domain.shares import share
from scoring.domain.suppression import Cell
from scoring.domain.survival import Fate, Point, Waits, curve
from scoring.domain.variants import Edge, Variant, edges, rework, reworked_cases, switches

Medians = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class TimedEdge:
    """An edge with the median seconds that it took; none at a case's beginning and end."""

    edge: Edge
    median_s: int | None


@dataclass(frozen=True, slots=True)
class Graph:
    """The directly-follows graph. `hidden` edges are there, but are not told."""

    cases: int
    touchpoints: int
    edges: tuple[TimedEdge, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Ways:
    """The most frequent paths, how many different ones there are, and what is done more than once."""

    cases: int
    different: int
    variants: tuple[Variant, ...]
    reworked: Measured
    repeated: Mapping[str, Measured]
    channel_switches: tuple[Edge, ...]
    switched: Measured


@dataclass(frozen=True, slots=True)
class Deviations:
    """Conformance with its shares of cases."""

    conformance: Conformance
    perfect: Measured
    shares: Mapping[str, Mapping[str, Measured]]


@dataclass(frozen=True, slots=True)
class Handoff:
    """From one owner to the next: how often, in how many cases, after which median time, and how many got lost."""

    source: str
    target: str
    n: int
    cases: int
    median_s: int | None
    lost: Measured


@dataclass(frozen=True, slots=True)
class StageLeft:
    """A stage: who came there, what became of them, and the share that goes on within the journey's window."""

    stage: str
    came: int
    went_on: int
    dropped: int
    still_there: int
    goes_on: Point
    median_s: float | None
    method: str


def graph(variants: Sequence[Variant], medians: Medians, hidden: Collection[Cell]) -> Graph | Hidden:
    """Hidden when there are too few cases at all."""
    cases = sum(variant.cases for variant in variants)
    if cases < SMALLEST_SHOWN:
        return Hidden()
    found = edges(variants)
    shown = [
        TimedEdge(edge, medians.get((edge.source, edge.target)) if edge.source and edge.target else None)
        for edge in found
        if (edge.source, edge.target) not in hidden
    ]
    touchpoints = sum(len(variant.path) * variant.cases for variant in variants)
    return Graph(cases, touchpoints, tuple(shown), len(found) - len(shown))


def ways(
    variants: Sequence[Variant],
    channels: Sequence[Variant],
    most: int,
    *,
    hidden: Collection[Cell],
    hidden_switches: Collection[Cell],
) -> Ways | Hidden:
    """`variants` are the most frequent first; at most so many of them are told. Those that are hidden are paths."""
    cases = sum(variant.cases for variant in variants)
    if cases < SMALLEST_SHOWN:
        return Hidden()
    shown = [variant for variant in variants if (variant.path,) not in hidden]
    changed = [edge for edge in switches(channels) if (edge.source, edge.target) not in hidden_switches]
    changed_cases = sum(item.cases for item in channels if len({step for step in item.path if step}) > 1)
    return Ways(
        cases=cases,
        different=len(variants),
        variants=tuple(shown[:most]),
        reworked=share(reworked_cases(variants), cases),
        repeated={found.step: share(found.cases, cases) for found in rework(variants)},
        channel_switches=tuple(changed),
        switched=share(changed_cases, cases),
    )


def deviations(found: Conformance | None) -> Deviations | Hidden:
    """The shares are of cases that are over."""
    if found is None or found.cases < SMALLEST_SHOWN:
        return Hidden()
    counted = {
        "skipped": found.skipped,
        "repeated": found.repeated,
        "out_of_order": found.out_of_order,
        "not_on_the_map": found.not_on_the_map,
    }
    shares = {
        name: {step: share(cases, found.cases) for step, cases in steps.items()}
        for name, steps in counted.items()
    }
    return Deviations(found, share(found.perfect, found.cases), shares)


def handoff_sizes(owners: Sequence[Variant], lost: Mapping[tuple[str, str], int]) -> dict[Cell, int]:
    """How many cases went through each hand-off or got lost in it."""
    made = {(edge.source or "", edge.target or ""): edge.cases for edge in switches(owners)}
    return {place: made.get(place, 0) + lost.get(place, 0) for place in sorted({*made, *lost})}


def handoffs(
    owners: Sequence[Variant],
    medians: Medians,
    lost: Mapping[tuple[str, str], int],
    hidden: Collection[Cell],
) -> list[Handoff]:
    """Those of them that are not hidden."""
    made = {(edge.source or "", edge.target or ""): edge for edge in switches(owners)}
    sizes = handoff_sizes(owners, lost)
    found = []
    for place in sorted({*made, *lost}):
        if place not in hidden:
            edge = made.get(place)
            found.append(
                Handoff(
                    *place,
                    n=edge.n if edge else 0,
                    cases=edge.cases if edge else 0,
                    median_s=medians.get(place),
                    lost=share(lost.get(place, 0), sizes[place]),
                )
            )
    return found


def stages_left(journey: Journey, waits: Mapping[int, Waits]) -> dict[str, StageLeft | Hidden]:
    """By stage, in their order. Cases that are still there count as censored, not as dropped."""
    found: dict[str, StageLeft | Hidden] = {}
    for place, stage in enumerate(journey.stages):
        there = waits.get(place)
        found[stage.key] = (
            _stage_left(stage.key, there, journey.window.total_seconds())
            if there and there.n >= SMALLEST_SHOWN
            else Hidden()
        )
    return found


def _stage_left(stage: str, waits: Waits, window_s: float) -> StageLeft:
    going = curve(waits)
    return StageLeft(
        stage=stage,
        came=waits.n,
        went_on=waits.count(Fate.REACHED),
        dropped=waits.count(Fate.LEFT),
        still_there=waits.count(Fate.CENSORED),
        goes_on=going.at(min(window_s, going.last)) or Point(0.0, None, None),
        median_s=going.median,
        method=going.method,
    )
