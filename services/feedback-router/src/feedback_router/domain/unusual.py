"""Whether something was said more often than it usually is, or only as often as chance has it."""

from typing import Final

from feedback_router.domain.binomials import at_least

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
    return at_least(now, now + before, part / (1 + part))
