"""What may be seen of paths, graphs, hand-offs and stages: nothing that rests on too few cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.cells import hidden_cells, hidden_overlapping
from scoring.domain.conformance import Conformance
from scoring.domain.estimates import SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.journeys import Journey
from scoring.domain.shares import share
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
    """The directly-follows graph. `hidden` edges are there, but too few customers went that way."""

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


def graph(variants: Sequence[Variant], medians: Medians) -> Graph | Hidden:
    """Hidden when there are too few cases at all."""
    cases = sum(variant.cases for variant in variants)
    if cases < SMALLEST_SHOWN:
        return Hidden()
    found = edges(variants)
    hidden = _hidden_edges(found)
    shown = (
        TimedEdge(edge, medians.get((edge.source, edge.target)) if edge.source and edge.target else None)
        for place, edge in enumerate(found)
        if place not in hidden
    )
    touchpoints = sum(len(variant.path) * variant.cases for variant in variants)
    return Graph(cases, touchpoints, tuple(shown), len(hidden))


def ways(variants: Sequence[Variant], channels: Sequence[Variant], most: int) -> Ways | Hidden:
    """`variants` are the most frequent first; at most so many of them are told."""
    cases = sum(variant.cases for variant in variants)
    if cases < SMALLEST_SHOWN:
        return Hidden()
    hidden = hidden_cells([variant.cases for variant in variants], [range(len(variants))])
    shown = [variant for place, variant in enumerate(variants) if place not in hidden]
    changed = switches(channels)
    hidden_switches = _hidden_edges(changed)
    changed_cases = sum(item.cases for item in channels if len({step for step in item.path if step}) > 1)
    return Ways(
        cases=cases,
        different=len(variants),
        variants=tuple(shown[:most]),
        reworked=share(reworked_cases(variants), cases),
        repeated={found.step: share(found.cases, cases) for found in rework(variants)},
        channel_switches=tuple(edge for place, edge in enumerate(changed) if place not in hidden_switches),
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


def handoffs(
    owners: Sequence[Variant], medians: Medians, lost: Mapping[tuple[str, str], int]
) -> list[Handoff]:
    """Of those that enough cases went through or got lost in."""
    made = {(edge.source or "", edge.target or ""): edge for edge in switches(owners)}
    places = sorted({*made, *lost})
    cases = [(made[place].cases if place in made else 0) + lost.get(place, 0) for place in places]
    hidden = hidden_overlapping(cases, [range(len(places))])
    found = []
    for number, (source, target) in enumerate(places):
        if number not in hidden:
            edge = made.get((source, target))
            found.append(
                Handoff(
                    source,
                    target,
                    edge.n if edge else 0,
                    edge.cases if edge else 0,
                    medians.get((source, target)),
                    share(lost.get((source, target), 0), cases[number]),
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


def _hidden_edges(found: Sequence[Edge]) -> set[int]:
    """What goes out of a step adds up to what comes in, and all of it to what is told of the whole.

    One case takes several edges.
    """
    sums: dict[tuple[str, str | None], list[int]] = {}
    for place, edge in enumerate(found):
        sums.setdefault(("from", edge.source), []).append(place)
        sums.setdefault(("to", edge.target), []).append(place)
    return hidden_overlapping([edge.cases for edge in found], [range(len(found)), *sums.values()])
