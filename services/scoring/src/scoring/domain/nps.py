"""The net promoter score: adjusted Wald interval and the difference of two scores.

Source: B. Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016)
365-372, arXiv 1601.07235. Plain Wald is too narrow for small samples and is never shown.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from scoring.domain.estimates import SMALLEST_SHOWN, Difference, Estimate, Hidden, Z
from scoring.domain.tallies import Tally
from scoring.domain.units import Unit

METHOD = "adjusted Wald (Rocks 2016)"


@dataclass(frozen=True, slots=True)
class Answers:
    """Detractors, passives and promoters; not whole numbers once they are adjusted."""

    detractors: float
    passives: float
    promoters: float

    @classmethod
    def adjusted(cls, tally: Tally) -> "Answers":
        """Three answers more than were given: 0.75 detractors, 1.5 passives, 0.75 promoters (Rocks 2016)."""
        return cls(tally.low + 0.75, tally.middle + 1.5, tally.top + 0.75)

    @property
    def n(self) -> float:
        return self.detractors + self.passives + self.promoters

    @property
    def score(self) -> float:
        """Promoters minus detractors as a share, −1..1."""
        return (self.promoters - self.detractors) / self.n

    @property
    def variance(self) -> float:
        """Variance of one answer counted as −1, 0 or 1: p + d − (p − d)²."""
        n = self.n
        return (self.promoters + self.detractors) / n - ((self.promoters - self.detractors) / n) ** 2

    @property
    def standard_error(self) -> float:
        return math.sqrt(self.variance / self.n)


@dataclass(frozen=True, slots=True)
class NpsDifference(Difference):
    """A difference of two scores in points, with the test of whether it is more than chance.

    `value` is the difference of the two scores as they are shown; `adjusted`, `standard_error`, `z` and the
    two-sided `p` belong to the adjusted scores.
    """

    adjusted: float
    standard_error: float
    z: float


def net_promoter_score(tally: Tally) -> Estimate | Hidden:
    """The score in points, −100..100, with its adjusted Wald interval clipped to that range."""
    if tally.n < SMALLEST_SHOWN:
        return Hidden()
    # As Answers.adjusted says, each part worked out once: a dashboard has a thousand scores.
    n = tally.n + 3
    score = (tally.top - tally.low) / n
    margin = Z * math.sqrt(((tally.top + tally.low + 1.5) / n - score**2) / n)
    return Estimate(
        exact=_points(tally),
        low=max(-100.0, 100 * (score - margin)),
        high=min(100.0, 100 * (score + margin)),
        n=tally.n,
        unit=Unit.POINTS,
        method=METHOD,
    )


def difference(first: Tally, second: Tally) -> NpsDifference | Hidden:
    """Second minus first in points, −200..200, both adjusted: z = Δ / √(v₁/n₁ + v₂/n₂) (Rocks 2016)."""
    if min(first.n, second.n) < SMALLEST_SHOWN:
        return Hidden()
    before, after = Answers.adjusted(first), Answers.adjusted(second)
    value = float(_points(second) - _points(first))
    adjusted = 100 * (after.score - before.score)
    standard_error = 100 * math.hypot(before.standard_error, after.standard_error)
    z = adjusted / standard_error
    return NpsDifference(
        value=value,
        # Nearly all detractors against nearly all promoters: there the adjusted interval just misses the value.
        low=min(value, max(-200.0, adjusted - Z * standard_error)),
        high=max(value, min(200.0, adjusted + Z * standard_error)),
        n_first=first.n,
        n_second=second.n,
        unit=Unit.POINTS,
        method=METHOD,
        adjusted=adjusted,
        standard_error=standard_error,
        z=z,
        p=math.erfc(abs(z) / math.sqrt(2)),
    )


def _points(tally: Tally) -> Fraction:
    return Fraction(100 * (tally.top - tally.low), tally.n)
