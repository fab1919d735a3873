"""Logistic regression gives the published numbers, and those of libraries that are not needed to run."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from scoring.domain.logistic import fit


def simulated(n: int = 400, factors: int = 6, seed: int = 3):
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(n, factors))
    likely = expit(values @ generator.normal(size=factors) - 0.7)
    return values, (generator.random(n) < likely).astype(np.float64)


def test_the_published_example_of_teaching_economics():
    """L. C. Spector and M. Mazzeo (1980), as in W. H. Greene, "Econometric Analysis", table of the logit model."""
    data = sm.datasets.spector.load()
    line = fit(data.exog.to_numpy(), data.endog.to_numpy(), penalty=0.0)
    assert line.intercept == pytest.approx(-13.021, abs=5e-4)
    assert line.coefficients == pytest.approx([2.826, 0.095, 2.379], abs=5e-4)
    assert np.sqrt(np.diag(line.covariance)) == pytest.approx([4.931, 1.263, 0.142, 1.065], abs=5e-4)


@pytest.mark.parametrize("penalty", [0.1, 1.0, 25.0])
def test_with_a_ridge_it_is_what_scikit_learn_finds(penalty: float):
    values, outcome = simulated()
    line = fit(values, outcome, penalty)
    theirs = LogisticRegression(C=1 / penalty, tol=1e-12, solver="newton-cholesky", max_iter=1000).fit(
        values, outcome
    )
    assert line.coefficients == pytest.approx(theirs.coef_[0], abs=1e-9)
    assert line.intercept == pytest.approx(theirs.intercept_[0], abs=1e-9)


def test_without_one_it_is_what_statsmodels_finds_with_its_covariance():
    values, outcome = simulated()
    line = fit(values, outcome, penalty=0.0)
    theirs = sm.Logit(outcome, sm.add_constant(values)).fit(disp=0, tol=1e-13)
    assert [line.intercept, *line.coefficients] == pytest.approx(theirs.params, abs=1e-9)
    assert line.covariance == pytest.approx(theirs.cov_params(), abs=1e-9)
    assert line.log_odds(values) == pytest.approx(theirs.fittedvalues, abs=1e-9)


def test_a_ridge_ends_what_would_not_end_where_a_factor_tells_everything():
    line = fit(np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 0.0, 1.0, 1.0]), penalty=1.0)
    assert 0 < line.coefficients[0] < 10
