"""Means of answers, with Student's interval."""

import math
from fractions import Fraction

from scipy.special import stdtr, stdtrit

from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN, Difference, Estimate, Hidden
from scoring.domain.scales import Scale
from scoring.domain.tallies import Tally
from scoring.domain.units import Unit

ALIKE = "all alike: Clopper-Pearson"


def mean(tally: Tally, scale: Scale) -> Estimate | Hidden:
    """The mean answer with its 95 % Student interval, x̄ ± t₍ₙ₋₁₎ · s / √n, clipped to the scale.

    Source: "Student", "The probable error of a mean", Biometrika 6 (1908) 1-25. Where all answered alike s is 0, and
    five answers would be as sure as five thousand: see `alike`.
    """
    if tally.n < SMALLEST_SHOWN:
        return Hidden()
    exact = Fraction(tally.total, tally.n)
    squared = variance(tally)
    if squared:
        margin, method = _quantile(tally.n - 1) * math.sqrt(squared / tally.n), "Student t"
        low, high = float(exact) - margin, float(exact) + margin
    else:
        (low, high), method = alike(float(exact), tally.n, scale), ALIKE
    return Estimate(
        exact=exact,
        low=max(float(scale.minimum), low),
        high=min(float(scale.maximum), high),
        n=tally.n,
        unit=Unit.MEAN,
        method=method,
    )


def alike(value: float, n: float, scale: Scale) -> tuple[float, float]:
    """Bounds of the mean where all n answers are this value: a share of 1 − 0.025^(1/n) may say otherwise, unheard, and
    all of it the worst that the scale has, or the best.

    The share is the bound of C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in
    the case of the binomial", Biometrika 26 (1934) 404-413, for 0 of n.
    """
    unheard = 1 - ((1 - CONFIDENCE) / 2) ** (1 / n)
    return value - unheard * (value - scale.minimum), value + unheard * (scale.maximum - value)


def variance(tally: Tally) -> float:
    """The sample variance of the answers, for n ≥ 2."""
    # Whole numbers up to the one division: nothing cancels, however many answers there are.
    return (tally.n * tally.total_squares - tally.total**2) / (tally.n * (tally.n - 1))


def difference(first: Tally, second: Tally, scale: Scale) -> Difference | Hidden:
    """Second minus first on one scale, with Welch's interval and two-sided test, clipped to what is possible.

    Δ ± t · √(s₁²/n₁ + s₂²/n₂), the degrees of freedom being (s₁²/n₁ + s₂²/n₂)² / Σ (sᵢ²/nᵢ)² / (nᵢ − 1). Source: B. L.
    Welch, "The generalization of 'Student's' problem when several different population variances are involved",
    Biometrika 34 (1947) 28-35. Where on each side all answered alike, the interval comes from the bounds of both as
    Newcombe's does, and p is that of Fisher's exact test: all of one kind here and none there.
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
        low, high, method = value - margin, value + margin, "Welch t"
    else:
        (low, high), method = _apart(first, second, scale), ALIKE
        p = _fisher(first.n, second.n) if exact else 1.0
    most = float(scale.maximum - scale.minimum)
    return Difference(
        value=value,
        low=max(-most, low),
        high=min(most, high),
        n_first=first.n,
        n_second=second.n,
        unit=Unit.MEAN,
        method=method,
        p=p,
    )


def _apart(first: Tally, second: Tally, scale: Scale) -> tuple[float, float]:
    before, after = first.total / first.n, second.total / second.n
    (low_before, high_before), (low_after, high_after) = (
        alike(value, tally.n, scale) for value, tally in ((before, first), (after, second))
    )
    return (
        after - before - math.hypot(after - low_after, high_before - before),
        after - before + math.hypot(high_after - after, before - low_before),
    )


def _fisher(n_first: int, n_second: int) -> float:
    """One of all ways to deal the answers out, or its mirror image, which is as unlikely where both are as many."""
    ways = math.lgamma(n_first + n_second + 1) - math.lgamma(n_first + 1) - math.lgamma(n_second + 1)
    return (2 if n_first == n_second else 1) * math.exp(-ways)


def _quantile(degrees_of_freedom: float) -> float:
    return float(stdtrit(degrees_of_freedom, (1 + CONFIDENCE) / 2))
