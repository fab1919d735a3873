"""Customers with known odds of being detractors."""

from datetime import timedelta

import numpy as np
from scipy.special import expit

from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Known
from support.journeys import START

# Log-odds for each one more.
TRUE = {RiskFactor.HANDOFFS: 0.6, RiskFactor.REPEAT_CONTACTS: 0.9, RiskFactor.BROKEN_PROMISES: 1.2}
INTERCEPT = -2.2


def simulated(
    n: int, seed: int = 11, *, from_day: float = 0, shift: float = 0.0, told: float = 1.0
) -> list[Known]:
    """So many answers over a hundred days; by `shift` the log-odds of all are higher, `told` bends what factors say."""
    generator = np.random.default_rng(seed)
    known = []
    for number in range(n):
        factors = dict.fromkeys(RiskFactor, 0.0)
        factors |= {factor: float(generator.poisson(0.8)) for factor in TRUE}
        log_odds = INTERCEPT + shift + told * sum(TRUE[factor] * factors[factor] for factor in TRUE)
        at = START + timedelta(days=from_day + 100 * number / n)
        segment = ("home", "business")[number % 2]
        known.append(Known(at, segment, factors, bool(generator.random() < expit(log_odds))))
    return known
