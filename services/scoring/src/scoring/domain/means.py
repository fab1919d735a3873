"""Means of answers, with Student's interval."""

import math
from fractions import Fraction

from scipy.special import stdtr, stdtrit

from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN, Difference, Estimate, Hidden
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
    margin = _quantile(tally.n - 1) * math.sqrt(variance(tally) / tally.n)
    return Estimate(
        exact=exact,
        low=max(float(scale.minimum), float(exact) - margin),
        high=min(float(scale.maximum), float(exact) + margin),
        n=tally.n,
        unit=Unit.MEAN,
        method="Student t",
    )


def variance(tally: Tally) -> float:
    """The sample variance of the answers, for n ≥ 2."""
    # Whole numbers up to the one division: nothing cancels, however many answers there are.
    return (tally.n * tally.total_squares - tally.total**2) / (tally.n * (tally.n - 1))


def difference(first: Tally, second: Tally, scale: Scale) -> Difference | Hidden:
    """Second minus first on one scale, with Welch's interval and two-sided test, clipped to what is possible.

    Δ ± t · √(s₁²/n₁ + s₂²/n₂), the degrees of freedom being (s₁²/n₁ + s₂²/n₂)² / Σ (sᵢ²/nᵢ)² / (nᵢ − 1). Source: B. L.
    Welch, "The generalization of 'Student's' problem when several different population variances are involved",
    Biometrika 34 (1947) 28-35.
    """
    if min(first.n, second.n) < SMALLEST_SHOWN:
        return Hidden()
    exact = Fraction(second.total, second.n) - Fraction(first.total, first.n)
    value, parts = float(exact), (variance(first) / first.n, variance(second) / second.n)
    squared = sum(parts)
    if squared:
        freedom = squared**2 / (parts[0] ** 2 / (first.n - 1) + parts[1] ** 2 / (second.n - 1))
        margin = _quantile(freedom) * math.sqrt(squared)
        p = 2 * float(stdtr(freedom, -abs(value) / math.sqrt(squared)))
    else:  # on each side all answered alike
        margin, p = 0.0, 0.0 if exact else 1.0
    most = float(scale.maximum - scale.minimum)
    return Difference(
        value=value,
        low=max(-most, value - margin),
        high=min(most, value + margin),
        n_first=first.n,
        n_second=second.n,
        unit=Unit.MEAN,
        method="Welch t",
        p=p,
    )


def _quantile(degrees_of_freedom: float) -> float:
    return float(stdtrit(degrees_of_freedom, (1 + CONFIDENCE) / 2))
