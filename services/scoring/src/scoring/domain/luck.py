"""How much of a payout is luck: the same customers asked again would have answered a little differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import fmean, pvariance
from types import MappingProxyType

import numpy as np

from scoring.domain.estimates import Estimate, Z
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Person, Plan
from scoring.domain.quotas import Immersions
from scoring.domain.scorecards import Finding, applied, references_for
from scoring.domain.tallies import Tally
from scoring.domain.units import Unit

DRAWS = 400


@dataclass(frozen=True, slots=True)
class Luck:
    """What else would have been paid, in cents: the standard deviation, and the middle nine tenths."""

    standard_deviation: float
    low: int
    high: int


def luck(
    plan: Plan,
    person: Person,
    measured: Mapping[MeasureReference, Finding],
    random: np.random.Generator,
    immersions: Immersions = MappingProxyType({}),
) -> Luck:
    """The parametric bootstrap of a payout (B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993,
    section 6.5): counts are drawn anew as multinomial with the shares that were measured, medians and means as normal
    with the standard error that their interval has, and the plan, which must be free of problems, is applied to each
    drawing. What others are paid on is not drawn.
    """
    own = references_for(plan, [person])
    drawn = sorted(
        applied(plan, person, {name: _again(name, measured[name], random) for name in own}, immersions).amount
        for _ in range(DRAWS)
    )
    return Luck(pvariance(drawn) ** 0.5, drawn[DRAWS // 20], drawn[-DRAWS // 20 - 1])


def share_of_luck(amounts: Sequence[int], deviations: Sequence[float]) -> float | None:
    """What luck alone would give of the variance of payouts, over people and periods; None if all are alike."""
    variance = pvariance(amounts) if len(amounts) > 1 else 0.0
    if not variance:
        return None
    return min(1.0, fmean(deviation**2 for deviation in deviations) / variance)


def _again(reference: MeasureReference, finding: Finding, random: np.random.Generator) -> Finding:
    estimate = finding.estimate
    if not estimate.shown:
        return finding
    if estimate.unit in (Unit.POINTS, Unit.SHARE) and "top" in finding.counts:
        tally = Tally(**finding.counts)
        low, middle, top = (
            int(n)
            for n in random.multinomial(tally.n, np.array([tally.low, tally.middle, tally.top]) / tally.n)
        )
        return replace(finding, estimate=reference.estimate(Tally(tally.n, low, middle, top, top, top)))
    return replace(finding, estimate=_moved(estimate, reference, random))


def _moved(estimate: Estimate, reference: MeasureReference, random: np.random.Generator) -> Estimate:
    step = float(random.normal(0, (estimate.high - estimate.low) / (2 * Z)))
    least, most = reference.measure.range
    value = Fraction(round(min(most, max(least, estimate.value + step)) * 10**6), 10**6)
    return replace(estimate, exact=value, low=estimate.low + step, high=estimate.high + step)
