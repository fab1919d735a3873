"""What a measured value earns, in percent: straight lines between threshold, target and maximum."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from scoring.domain.problems import Problem
from scoring.domain.scales import Direction


class CurvePosition(StrEnum):
    BELOW_THRESHOLD = "below threshold"
    THRESHOLD_REACHED = "threshold reached"
    TARGET_REACHED = "target reached"
    MAXIMUM_REACHED = "maximum reached"


@dataclass(frozen=True, slots=True)
class PayoutCurve:
    """Three values in the measure's unit, and what is paid at each in percent of the line's weight.

    The direction belongs to the measure and comes in with the value: where lower is better the values
    descend from threshold to maximum and the curve is mirrored.
    """

    threshold: Decimal
    target: Decimal
    maximum: Decimal
    percent_at_threshold: Decimal
    percent_at_target: Decimal
    percent_at_maximum: Decimal

    @property
    def values(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.threshold, self.target, self.maximum

    @property
    def percents(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.percent_at_threshold, self.percent_at_target, self.percent_at_maximum

    def position_of(self, value: Fraction, direction: Direction) -> CurvePosition:
        """The best of threshold, target and maximum that the value reaches; equal is reached."""
        reached = sum(direction.sign * (value - Fraction(mark)) >= 0 for mark in self.values)
        return tuple(CurvePosition)[reached]

    def percent_for(self, value: Fraction, direction: Direction) -> Fraction:
        """Percent of the line's weight that the value earns: 0 below threshold, flat from maximum on."""
        match self.position_of(value, direction):
            case CurvePosition.BELOW_THRESHOLD:
                return Fraction(0)
            case CurvePosition.THRESHOLD_REACHED:
                start, end = (
                    (self.threshold, self.percent_at_threshold),
                    (self.target, self.percent_at_target),
                )
            case CurvePosition.TARGET_REACHED:
                start, end = (self.target, self.percent_at_target), (self.maximum, self.percent_at_maximum)
            case CurvePosition.MAXIMUM_REACHED:
                return Fraction(self.percent_at_maximum)
        return _on_line(value, start, end)

    def problems(self, direction: Direction) -> Iterator[Problem]:
        """What would make the curve pay the wrong way or not at all; the names of fields are the paths."""
        names = ("threshold", "target", "maximum")
        must_be = "above" if direction is Direction.HIGHER_IS_BETTER else "below"
        for (name, value), (next_name, next_value) in pairwise(zip(names, self.values, strict=True)):
            if direction.sign * (next_value - value) <= 0:
                yield Problem(
                    next_name,
                    f"{direction.capitalize()} here, so the {next_name} must be {must_be} the {name}"
                    f" of {value:f}; it is {next_value:f}.",
                )
        if self.percent_at_threshold < 0:
            yield Problem(
                "percent_at_threshold", f"A payout cannot be negative; it is {self.percent_at_threshold:f} %."
            )
        for (name, percent), (next_name, next_percent) in pairwise(zip(names, self.percents, strict=True)):
            if next_percent <= percent:
                yield Problem(
                    f"percent_at_{next_name}",
                    f"The {next_name} must pay more than the {name}'s {percent:f} %; it pays {next_percent:f} %.",
                )


class PaysOn(StrEnum):
    """Which number a line holds against its curve."""

    VALUE = "value"
    LOWER_BOUND = "lower_bound"
    CLEAR_OF_TARGET = "clear_of_target"


class Unpaid(StrEnum):
    """Why a line's value was not held against its curve."""

    TOO_FEW = "too few"
    TOO_FEW_ANSWERED = "response rate"
    NOT_CLEAR = "not clear of target"


@dataclass(frozen=True, slots=True)
class Payout:
    """What one line of a plan earns, exact, before caps and before cents are rounded."""

    position: CurvePosition | None
    """None when the value was not held against the curve; `unpaid` says why."""
    percent: Fraction
    """Of the line's weight."""
    points: Fraction
    """Weight × percent / 100; with 100 points a plan pays its target bonus."""
    unpaid: Unpaid | None = None


def unpaid(reason: Unpaid) -> Payout:
    """Nothing, and why."""
    return Payout(position=None, percent=Fraction(0), points=Fraction(0), unpaid=reason)


def payout(
    curve: PayoutCurve,
    direction: Direction,
    weight: Decimal,
    pays_on: PaysOn,
    value: Fraction,
    worse_end: Fraction,
) -> Payout:
    """What a value with the worse end of its interval earns of a line's weight."""
    held = worse_end if pays_on is PaysOn.LOWER_BOUND else value
    if pays_on is PaysOn.CLEAR_OF_TARGET and direction.sign * (worse_end - Fraction(curve.target)) < 0:
        return unpaid(Unpaid.NOT_CLEAR)
    percent = curve.percent_for(held, direction)
    return Payout(curve.position_of(held, direction), percent, Fraction(weight) * percent / 100)


def _on_line(value: Fraction, start: tuple[Decimal, Decimal], end: tuple[Decimal, Decimal]) -> Fraction:
    (x0, y0), (x1, y1) = (tuple(map(Fraction, point)) for point in (start, end))
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
