"""Axes of a drawing: from numbers to places, with marks at round numbers."""

import math
from dataclasses import dataclass

WIDTH, HEIGHT = 360.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 20.0, 12.0, 24.0
_MOST_MARKS = 5


@dataclass(frozen=True)
class Axis:
    """From `first` to `last`, drawn from `start` to `end`."""

    first: float
    last: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """Where a number lies; what is beyond the ends, at the end."""
        inside = min(max(number, self.first), self.last)
        return round(
            self.start + (self.end - self.start) * (inside - self.first) / (self.last - self.first), 1
        )

    def marks(self) -> list[float]:
        """Round numbers, at most five."""
        rough = (self.last - self.first) / _MOST_MARKS
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(
            factor * power for factor in (1, 2, 5, 10) if self._count(factor * power) <= _MOST_MARKS + 1
        )
        first = math.ceil(self.first / step - 1e-9)
        return [round(number * step, 9) for number in range(first, first + self._count(step))]

    def _count(self, step: float) -> int:
        return math.floor(self.last / step + 1e-9) - math.ceil(self.first / step - 1e-9) + 1


def across(first: float, last: float) -> Axis:
    """The axis below a drawing."""
    return Axis(first, last, LEFT, WIDTH - RIGHT)


def upwards(first: float, last: float) -> Axis:
    """The axis beside a drawing: more is higher."""
    return Axis(first, last, HEIGHT - BOTTOM, TOP)


def path(points: list[tuple[float, float]]) -> str:
    """A line through these places."""
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
