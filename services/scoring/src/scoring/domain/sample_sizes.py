"""How many answers it takes to see a difference: without as many, a target pays for luck."""

import math
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

from scoring.domain.plan_measures import PlanMeasure
from scoring.domain.units import Unit

POWER = 0.80
_Z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(POWER)
# Of the answers to NPS; those in 50/30/20.
_PASSIVES = 0.30
# The adjusted Wald interval counts three answers more than were given (Rocks 2016).
_ADDED = 3


def answers_needed(measure: PlanMeasure, threshold: Decimal, target: Decimal) -> int | None:
    """The answers that each of two periods needs for `threshold` and `target` to be told apart; None if they are equal.

    n = 2 v (z₀.₉₇₅ + z₀.₈)² / δ², the sample size of a two-sided test of two means at 5 % with a power of 80 %
    (J. L. Fleiss, B. Levin and M. C. Paik, "Statistical Methods for Rates and Proportions", 3rd edition, 2003,
    section 4.2, without the correction), with v the variance of one answer at the threshold or at the target, whichever
    is larger: where all answer alike there is none, and one answer would tell such a threshold from anything. For NPS
    v = p + d − (p − d)² with 30 % passives, and three answers less, since the adjusted interval adds three (Rocks
    2016): 955 from 30 to 40 points. For a mean v is that of answers spread evenly over the scale. A median of n waits
    is an order statistic with variance 1 / (4 n f²), f being the density at the median (H. A. David and H. N. Nagaraja,
    "Order Statistics", 3rd edition, 2003, section 10.2); of waits that end at a constant rate f = ln 2 / (2 · median),
    so v = (median / ln 2)². Open cases tell less: it takes more of them, never fewer.
    """
    gap = abs(float(Fraction(target) - Fraction(threshold)))
    if not gap:
        return None
    variance = max(_variance(measure, float(mark)) for mark in (threshold, target))
    added = _ADDED if measure.unit is Unit.POINTS else 0
    return max(1, math.ceil(2 * variance * _Z**2 / gap**2) - added)


def _variance(measure: PlanMeasure, at: float) -> float:
    """Of one answer, in the measure's unit squared, where the measure is at this mark."""
    match measure.unit:
        case Unit.POINTS:
            share = at / 100
            return 100**2 * (max(1 - _PASSIVES, abs(share)) - share**2)
        case Unit.SHARE:
            return at * (1 - at)
        case Unit.DAYS:
            return (at / math.log(2)) ** 2
        case _:
            low, high = measure.range
            return ((high - low + 1) ** 2 - 1) / 12
