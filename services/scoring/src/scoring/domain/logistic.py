"""Logistic regression with a ridge: the probability of yes, 1 / (1 + e^−η), η being a line of the factors.

Source: S. le Cessie and J. C. van Houwelingen, "Ridge estimators in logistic regression", Applied Statistics 41 (1992)
191-201.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

Numbers = NDArray[np.float64]

# The gradient a row at which the fit is taken as found, far below what any figure shows.
_GRADIENT = 1e-12


@dataclass(frozen=True, slots=True)
class Line:
    """η = intercept + values · coefficients, with the covariance of both, the intercept first."""

    intercept: float
    coefficients: Numbers
    covariance: Numbers

    def log_odds(self, values: Numbers) -> Numbers:
        """Of each row (n × factors)."""
        found: Numbers = self.intercept + values @ self.coefficients
        return found


def fit(values: Numbers, outcome: Numbers, penalty: float) -> Line:
    """The line that makes the outcomes (n, each 0..1) likeliest, less penalty / 2 · Σ coefficient².

    The intercept is not penalised. Without a penalty, both outcomes must occur among all values.
    """
    n, factors = values.shape
    design = np.column_stack([np.ones(n), values])
    ridge = np.diag([0.0, *[penalty] * factors])

    def loss(line: Numbers) -> tuple[float, Numbers]:
        log_odds = design @ line
        total = np.logaddexp(0, log_odds).sum() - outcome @ log_odds + line @ ridge @ line / 2
        gradient: Numbers = design.T @ (expit(log_odds) - outcome) + ridge @ line
        return float(total) / n, gradient / n

    def curvature(line: Numbers) -> Numbers:
        likely = expit(design @ line)
        curved: Numbers = (design.T * (likely * (1 - likely))) @ design + ridge
        curved /= n
        return curved

    start = np.zeros(factors + 1)
    found = minimize(loss, start, jac=True, hess=curvature, method="trust-exact", options={"gtol": 1e-9}).x
    # The search stops where the likelihood no longer tells two lines apart; Newton's steps go by the slope.
    for _ in range(5):
        gradient = loss(found)[1]
        if np.abs(gradient).max() < _GRADIENT:
            break
        found = found - np.linalg.solve(curvature(found), gradient)
    return Line(float(found[0]), found[1:], np.linalg.inv(curvature(found) * n))
