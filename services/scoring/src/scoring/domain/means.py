"""Means of answers, with Student's interval."""

import math
from fractions import Fraction

from scipy.special import stdtrit

from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN, Estimate, Hidden
from scoring.domain.scales import Scale
from scoring.domain.tallies import Tally
from scoring.domain.units import Unit


def mean(tally: Tally, scale: Scale) -> Estimate | Hidden:
    """The mean answer with its 95 % Student interval, x̄ ± t₍ₙ₋₁₎ · s / √n, clipped to the scale.

    Source: "Student", "The probable error of a mean", Biometrika 6 (1908) 1-25.
    """
    if tally.n < SMALLEST_SHOWN:
        return Hidden()
    exact = Fraction(tally.total, tally.n)
    # Whole numbers up to the one division: nothing cancels, however many answers there are.
    variance = (tally.n * tally.total_squares - tally.total**2) / (tally.n * (tally.n - 1))
    margin = _quantile(tally.n - 1) * math.sqrt(variance / tally.n)
    return Estimate(
        exact=exact,
        low=max(float(scale.minimum), float(exact) - margin),
        high=min(float(scale.maximum), float(exact) + margin),
        n=tally.n,
        unit=Unit.MEAN,
        method="Student t",
    )


def _quantile(degrees_of_freedom: int) -> float:
    return float(stdtrit(degrees_of_freedom, (1 + CONFIDENCE) / 2))
