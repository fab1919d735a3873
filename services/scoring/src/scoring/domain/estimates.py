"""What every number travels as: never alone, and never when too few answered."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import ClassVar, Literal, TypeAlias

from scoring.domain.units import Unit

SMALLEST_SHOWN = 5
# What somebody wrote gives them away sooner.
SMALLEST_COMMENTS_SHOWN = 8
LOW_BASE_BELOW = 30
CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


class TooFewAnswersError(ValueError):
    """Someone tried to show a number that rests on fewer than SMALLEST_SHOWN answers."""


def refuse_too_few(n: int) -> None:
    if n < SMALLEST_SHOWN:
        raise TooFewAnswersError(f"nothing is shown below {SMALLEST_SHOWN} answers")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, its number of answers and the method that gave the interval.

    `exact` is the value as the fraction that the counts give, since pay is decided on it: 70 of 100 reaches
    a target of 0.70, which a binary float would miss. An estimate from too few answers cannot be made;
    Hidden stands in its place, and the type checker asks every reader which of the two it has.
    """

    exact: Fraction
    low: float
    high: float
    n: int
    unit: Unit
    method: str

    shown: ClassVar[Literal[True]] = True

    def __post_init__(self) -> None:
        refuse_too_few(self.n)

    def __hash__(self) -> int:
        return hash((self.n, self.low, self.high))  # a fraction's takes longer than what is looked up by it

    @property
    def value(self) -> float:
        return self.exact.numerator / self.exact.denominator  # as float() has it, in a fifth of its time

    @property
    def low_base(self) -> bool:
        return self.n < LOW_BASE_BELOW


@dataclass(frozen=True, slots=True)
class Hidden:
    """Fewer than SMALLEST_SHOWN answers. It carries nothing, not even how many, so nothing can leak."""

    shown: ClassVar[Literal[False]] = False


Measured: TypeAlias = Estimate | Hidden


@dataclass(frozen=True, slots=True)
class Difference:
    """Second minus first, with its 95 % interval. Hidden stands in its place when either side is hidden.

    `p` is two-sided: how often chance alone gives a difference as large, if there is none.
    """

    value: float
    low: float
    high: float
    n_first: int
    n_second: int
    unit: Unit
    method: str
    p: float

    shown: ClassVar[Literal[True]] = True

    def __post_init__(self) -> None:
        refuse_too_few(min(self.n_first, self.n_second))
