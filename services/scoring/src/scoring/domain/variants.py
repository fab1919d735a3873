"""Variants: the different paths that cases took, and the directly-follows graph that they add up to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Path = tuple[str, ...]
Seconds = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Variant:
    """A path, and how many cases took it."""

    path: Path
    cases: int


@dataclass(frozen=True, slots=True)
class TimedVariant:
    """A variant with the seconds between its steps: one row a case, one column a step after the first."""

    variant: Variant
    gaps: Seconds


@dataclass(frozen=True, slots=True)
class Edge:
    """That `target` came directly after `source`: how often, and in how many cases.

    Without a source it is a case's beginning, without a target its end so far.
    """

    source: str | None
    target: str | None
    n: int
    cases: int


@dataclass(frozen=True, slots=True)
class Rework:
    """Cases in which something happened more than once."""

    step: str
    cases: int


def edges(variants: Iterable[Variant]) -> list[Edge]:
    """The graph, the most frequent edge first. Edges that are neither beginning nor end sum to touchpoints − cases."""
    n: Counter[tuple[str | None, str | None]] = Counter()
    cases: Counter[tuple[str | None, str | None]] = Counter()
    for variant in variants:
        steps = Counter(pairwise((None, *variant.path, None)))
        for edge, times in steps.items():
            n[edge] += times * variant.cases
            cases[edge] += variant.cases
    found = (Edge(source, target, n[source, target], cases[source, target]) for source, target in n)
    return sorted(found, key=lambda edge: (-edge.n, edge.source or "", edge.target or ""))


def medians(timed: Iterable[TimedVariant]) -> dict[tuple[str, str], int]:
    """The median seconds of each edge; of an even number the lower of the two in the middle."""
    gaps: defaultdict[tuple[str, str], list[Seconds]] = defaultdict(list)
    for item in timed:
        for place, edge in enumerate(pairwise(item.variant.path)):
            gaps[edge].append(item.gaps[:, place])
    return {edge: _lower_median(np.concatenate(columns)) for edge, columns in gaps.items()}


def rework(variants: Iterable[Variant]) -> list[Rework]:
    """What was done again in how many cases, the most frequent first."""
    cases: defaultdict[str, int] = defaultdict(int)
    for variant in variants:
        for step, times in Counter(variant.path).items():
            if times > 1:
                cases[step] += variant.cases
    return sorted(
        (Rework(step, n) for step, n in cases.items()), key=lambda found: (-found.cases, found.step)
    )


def reworked_cases(variants: Iterable[Variant]) -> int:
    """In how many cases anything was done again."""
    return sum(variant.cases for variant in variants if len(set(variant.path)) < len(variant.path))


def switches(variants: Iterable[Variant]) -> list[Edge]:
    """From where to where they changed, of variants of channels or owners; "" is where none was stated yet."""
    return [edge for edge in edges(variants) if edge.source and edge.target and edge.source != edge.target]


def _lower_median(values: Seconds) -> int:
    place = (len(values) - 1) // 2
    return int(np.partition(values, place)[place])
