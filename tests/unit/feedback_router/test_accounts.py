"""Which accounts claim more often than chance explains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from feedback_router.domain.accounts import Counts, Totals, compared
from feedback_router.domain.binomials import at_least


def test_the_tail_of_the_binomial_is_the_published_one():
    # Ten tosses of a coin: eight heads or more in 56 of 1024 cases.
    assert at_least(8, 10, 0.5) == pytest.approx(56 / 1024)


@given(st.integers(1, 200), st.integers(0, 200), st.floats(0.001, 0.999))
def test_the_tail_is_that_of_scipy(trials, successes, share):
    expected = binom.sf(successes - 1, trials, share) if successes <= trials else 0.0
    assert at_least(successes, trials, share) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_who_claims_nearly_everything_stands_out_and_who_orders_much_does_not():
    counts = [
        Counts("ana", touchpoints=12, claimed=11, approvals=8, amount=9000),
        Counts("bruno", touchpoints=400, claimed=21, approvals=21, amount=30_000),
        Counts("carla", touchpoints=1, claimed=1, approvals=1, amount=900),
    ]
    ana, bruno, carla = compared(counts, Totals(customers=100, touchpoints=2000, claimed=100))
    assert (ana.customer_key, bruno.customer_key, carla.customer_key) == ("ana", "bruno", "carla")
    assert (ana.is_outlier, bruno.is_outlier, carla.is_outlier) == (True, False, False)
    assert ana.p == pytest.approx(100 * binom.sf(10, 12, 0.05))
    assert (ana.share, ana.touchpoints, carla.p) == (11 / 12, 12, 1.0)


def test_where_one_account_is_all_there_is_nothing_to_compare_it_with():
    (only,) = compared([Counts("ana", 3, 3, 3, 100)], Totals(customers=1, touchpoints=3, claimed=3))
    assert (only.p, only.is_outlier) == (1.0, False)
