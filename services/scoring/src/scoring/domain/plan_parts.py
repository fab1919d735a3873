"""How much of what a plan pays hangs on some of its lines: a weight alone does not say, since lines may pay unlike."""

from collections.abc import Iterable
from fractions import Fraction

from scoring.domain.plans import Plan, PlanLine


def most_of(plan: Plan, lines: Iterable[PlanLine]) -> Fraction:
    """Percent, by the weights, with all targets reached or with all maxima reached: whichever is most.

    A weight of 10 that pays 900 % at its target is half of a plan whose other lines pay 100 %.
    """
    chosen = list(lines)
    return max(100 * part / whole for part, whole in zip(_points(chosen), _points(plan.lines), strict=True))


def least_of(plan: Plan, lines: Iterable[PlanLine]) -> Fraction:
    """The same, whichever is least."""
    chosen = list(lines)
    return 100 - most_of(plan, [line for line in plan.lines if line not in chosen])


def _points(lines: Iterable[PlanLine]) -> tuple[Fraction, Fraction, Fraction]:
    weights = at_target = at_maximum = Fraction(0)
    for line in lines:
        weights += Fraction(line.weight)
        at_target += Fraction(line.weight) * Fraction(line.curve.percent_at_target)
        at_maximum += Fraction(line.weight) * Fraction(line.curve.percent_at_maximum)
    return weights, at_target, at_maximum
