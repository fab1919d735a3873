"""Where things are drawn: a value with its interval, alone or against the marks of a payout curve."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.domain.estimates import Estimate
from scoring.domain.payouts import PayoutCurve
from scoring.domain.scales import Scale
from scoring.domain.survival import Point
from scoring.domain.units import Unit

WIDTH = 320.0
_MARGIN = 8.0
_ROW = 17.0
# What a mark's label needs beside it.
_LABEL = 110.0


@dataclass(frozen=True)
class Interval:
    """A point between the ends of its interval, from 0 to WIDTH; `zero` is where a score in points changes sign."""

    low: float
    value: float
    high: float
    zero: float | None = None

    @property
    def length(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Mark:
    """A mark of a payout curve with its label, which lies on the side where there is room."""

    name: str
    number: Decimal
    x: float
    label_y: float
    label_before: bool


@dataclass(frozen=True)
class AgainstCurve:
    """A payout curve's marks, and the interval unless it is hidden."""

    interval: Interval | None
    marks: tuple[Mark, ...]


def on_whole_scale(estimate: Estimate, scale: Scale) -> Interval:
    """The interval on all that the statistic could be, so that bars can be compared."""
    ends = {
        Unit.POINTS: (-100.0, 100.0),
        Unit.SHARE: (0.0, 1.0),
        Unit.MEAN: (float(scale.minimum), float(scale.maximum)),
    }
    return _interval(estimate, *ends[estimate.unit])


def of_share(estimate: Estimate) -> Interval:
    """The interval of a share, from nobody to everybody."""
    return _interval(estimate, 0.0, 1.0)


def of_point(point: Point) -> Interval:
    """The same of a share of a curve over time, which has both its bounds."""
    low, value, high = (_x(share or 0.0, 0.0, 1.0) for share in (point.low, point.value, point.high))
    return Interval(low, value, high)


def against(curve: PayoutCurve, estimate: Estimate | None) -> AgainstCurve:
    """The part of the scale in which the marks and the interval lie."""
    numbers = [float(number) for number in curve.values]
    if estimate:
        numbers += [estimate.low, estimate.high]
    first, last = min(numbers), max(numbers)
    named = zip(("threshold", "target", "maximum"), curve.values, strict=True)
    # From left to right, each label lower than those before it: no line runs through a label on its left.
    placed = sorted((_x(float(number), first, last), name, number) for name, number in named)
    return AgainstCurve(
        interval=_interval(estimate, first, last) if estimate else None,
        marks=tuple(
            Mark(name, number, x, _ROW * row, label_before=x > _LABEL)
            for row, (x, name, number) in enumerate(placed)
        ),
    )


def _interval(estimate: Estimate, first: float, last: float) -> Interval:
    low, value, high = (_x(number, first, last) for number in (estimate.low, estimate.value, estimate.high))
    return Interval(low, value, high, zero=_x(0, first, last) if first < 0 < last else None)


def _x(number: float, first: float, last: float) -> float:
    return round(_MARGIN + (WIDTH - 2 * _MARGIN) * (number - first) / (last - first), 1)
