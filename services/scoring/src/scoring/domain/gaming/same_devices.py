"""Clusters: many answers of one unit from the same device and network on one day.

A mark stands for a device and network on one day. Of all marked answers of that day some are the unit's; if it makes no
difference whose customer somebody is, the unit's share of the answers of one mark is hypergeometric (Fisher's exact
test). Marks with few answers are left out, whoever gave them, and p is multiplied by the number of those that remain
(Bonferroni). Offices and phone networks share marks too, so that a few answers alike prove nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from scipy.stats import hypergeom

from scoring.domain.gaming.results import MOST_EVIDENCE, SMALLEST_N, Check, Result, too_little
from scoring.domain.gaming.units import Place
from scoring.domain.slices import Slice

# A mark with fewer answers on its day is not looked at.
SMALLEST_CLUSTER = 5
SMALLEST_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class Marked:
    """Answers of one day with the same mark at one place."""

    day: date
    mark: str
    place: Place
    answers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class _Cluster:
    """What the answers of a mark are to a unit, on a day on which so many of all marked answers are the unit's."""

    own: tuple[UUID, ...]
    alike: int
    of_unit: int
    of_all: int

    @property
    def expected(self) -> float:
        return self.alike * self.of_unit / self.of_all


def same_device(unit: Slice, shared: Collection[Marked], totals: Mapping[tuple[date, Place], int]) -> Result:
    """`shared` are the answers of marks with SMALLEST_CLUSTER or more, `totals` all marked answers by day and place."""
    of_unit: dict[date, int] = {}
    of_all: dict[date, int] = {}
    for (day, place), n in totals.items():
        of_all[day] = of_all.get(day, 0) + n
        of_unit[day] = of_unit.get(day, 0) + (n if place.is_in(unit) else 0)
    n = sum(of_unit.values())
    fewer = min(n, sum(of_all.values()) - n)
    if fewer < SMALLEST_N:
        return too_little(Check.SAME_DEVICE, unit, fewer, SMALLEST_N)
    clusters = [
        _cluster(unit, together, of_unit[day], of_all[day])
        for day, together in _by_mark(shared)
        if of_unit[day]
    ]
    if not clusters:
        return Result(
            Check.SAME_DEVICE, unit, n, hits=0, expected=0, p=1.0, effect=1.0, threshold=SMALLEST_RATIO
        )
    worst, p = _worst(clusters)
    return Result(
        Check.SAME_DEVICE,
        unit,
        n,
        hits=len(worst.own),
        expected=worst.expected,
        p=min(1.0, len(clusters) * p),
        effect=len(worst.own) / worst.expected,
        threshold=SMALLEST_RATIO,
        evidence=worst.own[:MOST_EVIDENCE],
    )


def _by_mark(shared: Iterable[Marked]) -> list[tuple[date, list[Marked]]]:
    marks: dict[tuple[date, str], list[Marked]] = {}
    for marked in shared:
        marks.setdefault((marked.day, marked.mark), []).append(marked)
    return [(day, together) for (day, _), together in marks.items()]


def _cluster(unit: Slice, together: list[Marked], of_unit: int, of_all: int) -> _Cluster:
    own = tuple(id_ for marked in together if marked.place.is_in(unit) for id_ in marked.answers)
    return _Cluster(own, sum(len(marked.answers) for marked in together), of_unit, of_all)


def _worst(clusters: list[_Cluster]) -> tuple[_Cluster, float]:
    """The least likely one, and how often chance gives as many or more. All at once: one by one takes long."""
    own, alike, of_unit, of_all = np.array(
        [(len(cluster.own), cluster.alike, cluster.of_unit, cluster.of_all) for cluster in clusters]
    ).T
    tails = hypergeom.sf(own - 1, of_all, of_unit, alike)
    place = int(tails.argmin())
    return clusters[place], float(tails[place])
