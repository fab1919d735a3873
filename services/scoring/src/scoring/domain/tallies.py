"""The integers that a rollup keeps for one question in one slice: every score follows from them."""

from collections import Counter
from collections.abc import Iterable
from operator import add, sub
from typing import NamedTuple, Self

from scoring.domain.scales import Box, Scale


class ImpossibleTallyError(ValueError):
    """Counts that no answers could have given, such as more taken away than was there."""


class Counts(NamedTuple):
    """As a rollup has them, or by how much it changes: then some are negative where answers have left it."""

    n: int
    low: int
    middle: int
    top: int
    total: int
    total_squares: int


class Tally(Counts):
    """How many answered, how they fall into low, middle and top, and the sums for a mean.

    Tallies of one scale add up: those of two days are the tally of both days. The scale is the rollup's to
    remember. Raises ImpossibleTallyError when the counts contradict each other.
    """

    __slots__ = ()

    def __new__(
        cls, n: int = 0, low: int = 0, middle: int = 0, top: int = 0, total: int = 0, total_squares: int = 0
    ) -> Self:
        counts_agree = low + middle + top == n and low >= 0 and middle >= 0 and top >= 0
        # No numbers have a sum whose square exceeds n times the sum of their squares (Cauchy-Schwarz).
        if not counts_agree or total**2 > n * total_squares:
            raise ImpossibleTallyError(f"no answers give {(n, low, middle, top, total, total_squares)}")
        return tuple.__new__(cls, (n, low, middle, top, total, total_squares))

    @classmethod
    def of(cls, values: Iterable[int], scale: Scale) -> "Tally":
        """The tally of these answers; raises ValueOutOfRangeError for one that the scale does not offer."""
        values = tuple(values)
        boxes = Counter(scale.box_of(value) for value in values)
        return cls(
            n=len(values),
            low=boxes[Box.LOW],
            middle=boxes[Box.MIDDLE],
            top=boxes[Box.TOP],
            total=sum(values),
            total_squares=sum(value * value for value in values),
        )

    @classmethod
    def pooled(cls, tallies: Iterable["Tally"]) -> "Tally":
        """The tally of all answers of these, as if each were added to the next."""
        return cls(*map(sum, zip(*tallies, strict=True)))

    def __add__(self, other: "Tally") -> "Tally":  # type: ignore[override]  # the sum, not both in a row
        return Tally(*map(add, self, other))

    def __sub__(self, other: "Tally") -> "Tally":
        """Without these answers: how a correction or an erasure leaves a rollup."""
        return Tally(*map(sub, self, other))


ZERO = Tally()
