"""Shares of answers (top boxes, resolved, answered of invited): Wilson, and Newcombe for two of them."""

import math
from fractions import Fraction

from scoring.domain.estimates import SMALLEST_SHOWN, Difference, Estimate, Hidden, Measured, Z
from scoring.domain.units import Unit


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share, 0..1, for n ≥ 1.

    Source: R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
    Medicine 17 (1998) 857-872, method 3 (Wilson 1927, without continuity correction).
    """
    share = successes / n
    centre = (successes + Z**2 / 2) / (n + Z**2)
    margin = Z * math.sqrt(n * share * (1 - share) + Z**2 / 4) / (n + Z**2)
    # At 0 of n and n of n a bound equals the share; floating point must not put it on the wrong side.
    return max(0.0, min(share, centre - margin)), min(1.0, max(share, centre + margin))


def share(successes: int, n: int) -> Estimate | Hidden:
    """Successes of n as a share, 0..1, with its Wilson interval."""
    if n < SMALLEST_SHOWN:
        return Hidden()
    low, high = wilson(successes, n)
    return Estimate(exact=Fraction(successes, n), low=low, high=high, n=n, unit=Unit.SHARE, method="Wilson")


def without(whole: Measured, part: Measured) -> Measured:
    """The share of all that is not in this part; hidden where one of the two is."""
    if not (isinstance(whole, Estimate) and isinstance(part, Estimate)):
        return Hidden()
    return share(int(whole.exact * whole.n - part.exact * part.n), whole.n - part.n)


def difference(first: tuple[int, int], second: tuple[int, int]) -> Difference | Hidden:
    """Second minus first, −1..1, each given as (successes, n) of independent samples.

    Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17 (1998) 873-890, method 10 (from the Wilson limits of both). p is that of the score test,
    z = Δ / √(p̄ (1 − p̄) (1/n₁ + 1/n₂)) with the pooled share p̄, which is Pearson's χ² test of the two by two table.
    """
    (successes_first, n_first), (successes_second, n_second) = first, second
    if min(n_first, n_second) < SMALLEST_SHOWN:
        return Hidden()
    share_first, share_second = successes_first / n_first, successes_second / n_second
    low_first, high_first = wilson(successes_first, n_first)
    low_second, high_second = wilson(successes_second, n_second)
    value = share_second - share_first
    return Difference(
        value=value,
        low=value - math.hypot(share_second - low_second, high_first - share_first),
        high=value + math.hypot(high_second - share_second, share_first - low_first),
        n_first=n_first,
        n_second=n_second,
        unit=Unit.SHARE,
        method="Newcombe (1998)",
        p=_score_test(first, second),
    )


def _score_test(first: tuple[int, int], second: tuple[int, int]) -> float:
    (successes_first, n_first), (successes_second, n_second) = first, second
    successes, n = successes_first + successes_second, n_first + n_second
    if successes in (0, n):
        return 1.0  # all answered alike
    pooled = successes / n
    standard_error = math.sqrt(pooled * (1 - pooled) * (1 / n_first + 1 / n_second))
    z = (successes_second / n_second - successes_first / n_first) / standard_error
    return math.erfc(abs(z) / math.sqrt(2))
