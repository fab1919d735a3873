"""Whether something was said more often than it usually is, or only as often as chance has it."""

from math import exp, lgamma, log
from typing import Final

# One in a hundred such lines would stand in a digest by chance alone.
BY_CHANCE: Final = 0.01


def usual(before: int, part: float) -> float:
    """How many were to be expected in a time that is `part` of the time before, in which there were so many."""
    return before * part


def chance(now: int, before: int, part: float) -> float:
    """How likely so many or more are by chance when nothing has changed: P(X ≥ now), X binomial of all that were said,
    each falling into this time with the probability part / (1 + part).

    The conditional test of two Poisson counts (Przyborowski and Wilenski 1940, Biometrika 31): exact, however few
    there were before. `part` is the length of this time over that of the time before, and above 0.
    """
    every, share = now + before, part / (1 + part)
    return min(1.0, sum(_exactly(count, every, share) for count in range(now, every + 1)))


def _exactly(count: int, every: int, share: float) -> float:
    ways = lgamma(every + 1) - lgamma(count + 1) - lgamma(every - count + 1)
    return exp(ways + count * log(share) + (every - count) * log(1 - share))
