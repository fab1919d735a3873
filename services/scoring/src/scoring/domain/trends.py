"""Trends: a score over time with control limits, so that noise is not taken for news.

Source: S. W. Roberts, "Control chart tests based on geometric moving averages", Technometrics 1 (1959) 239-250;
NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.4.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scoring.domain import means, scales
from scoring.domain.breakdowns import PERIODS, Group, SliceValues
from scoring.domain.estimates import Estimate, Hidden, Measured
from scoring.domain.nps import Answers
from scoring.domain.scales import Scale, Statistic
from scoring.domain.scores import headline
from scoring.domain.tallies import ZERO, Tally

WEIGHT = 0.2
WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class Control:
    """The moving average at one point, between its limits unless it is a signal."""

    average: float
    lower: float
    upper: float

    @property
    def signal(self) -> bool:
        """Whether this is more than noise."""
        return not self.lower <= self.average <= self.upper


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a slice. A hidden one has no control, and the average passes over it."""

    slice: SliceValues
    period: date
    estimate: Measured
    control: Control | None


@dataclass(frozen=True, slots=True)
class Series:
    """One version of one survey on one scale: what may be trended together. `centre` is the score of all its points."""

    kind: str | None
    scale: Scale
    survey: str | None
    version: int | None
    option: str | None
    centre: float | None
    points: tuple[Point, ...]

    @property
    def slice(self) -> SliceValues:
        """What the slices of all its points have in common."""
        return {name: value for name, value in self.points[0].slice.items() if name not in PERIODS}


def ewma(
    values: Sequence[float],
    standard_errors: Sequence[float],
    centre: float,
    weight: float = WEIGHT,
    width: float = WIDTH,
) -> list[Control]:
    """The exponentially weighted moving average z, and its limits.

    zₜ = λ xₜ + (1 − λ) zₜ₋₁ from z₀ = centre, with Var zₜ = λ² σₜ² + (1 − λ)² Var zₜ₋₁ from 0 and limits
    centre ± L √Var zₜ. With one standard error for all points that is σ² λ / (2 − λ) (1 − (1 − λ)²ᵗ), as in NIST's
    handbook; here each point has its own, since each rests on a number of answers of its own.
    """
    controls = []
    average, variance = centre, 0.0
    for value, standard_error in zip(values, standard_errors, strict=True):
        average = weight * value + (1 - weight) * average
        variance = (weight * standard_error) ** 2 + (1 - weight) ** 2 * variance
        margin = width * math.sqrt(variance)
        controls.append(Control(average, centre - margin, centre + margin))
    return controls


def trends(groups: Sequence[Group], period: str) -> list[Series]:
    """One series a kind, definition, option, survey and version, over groups by `period` and, if stated, those."""

    def series(group: Group) -> tuple[str, str, str, str, int]:
        survey, version = group.slice.get("survey"), group.slice.get("version")
        return (
            group.kind or "",
            group.definition,
            group.option or "",
            str(survey or ""),
            int(str(version or 0)),
        )

    ordered = sorted(groups, key=lambda group: (*series(group), _day(group, period)))
    return [_series(list(members), period) for _, members in groupby(ordered, key=series)]


def _series(groups: Sequence[Group], period: str) -> Series:
    first = groups[0]
    scale = scales.of(first.definition)
    found = [(group, headline(scale, group.tally)) for group in groups]
    # What is hidden is not in the centre either, or it could be worked out.
    pooled = sum((group.tally for group, estimate in found if estimate.shown), start=ZERO)
    centre = headline(scale, pooled)
    controls = iter(_controls(scale, pooled, centre, found))
    survey, version = first.slice.get("survey"), first.slice.get("version")
    return Series(
        kind=first.kind,
        scale=scale,
        survey=str(survey) if survey else None,
        version=int(str(version)) if version else None,
        option=first.option,
        centre=centre.value if centre.shown else None,
        points=tuple(
            Point(group.slice, _day(group, period), estimate, next(controls) if estimate.shown else None)
            for group, estimate in found
        ),
    )


def _controls(
    scale: Scale, pooled: Tally, centre: Measured, found: Sequence[tuple[Group, Measured]]
) -> Iterator[Control]:
    if isinstance(centre, Hidden):
        return
    deviation = _deviation(scale, pooled)
    shown = [estimate for _, estimate in found if isinstance(estimate, Estimate)]
    errors = [deviation / math.sqrt(estimate.n) for estimate in shown]
    yield from ewma([estimate.value for estimate in shown], errors, centre.value)


def _deviation(scale: Scale, tally: Tally) -> float:
    """The standard deviation of one answer, in the unit of the headline."""
    match scale.headline:
        case Statistic.NET_PROMOTER_SCORE:
            return 100 * math.sqrt(Answers(tally.low, tally.middle, tally.top).variance)
        case Statistic.TOP_SHARE:
            share = tally.top / tally.n
            return math.sqrt(share * (1 - share))
        case Statistic.MEAN:
            return math.sqrt(means.variance(tally))


def _day(group: Group, period: str) -> date:
    day = group.slice[period]
    assert isinstance(day, date)  # noqa: S101  what it was grouped by
    return day
