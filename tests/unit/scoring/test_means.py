import math
import statistics

import pytest
from hypothesis import given
from scipy import stats

from scoring.domain.estimates import Hidden
from scoring.domain.means import mean
from scoring.domain.scales import CES, CSAT
from scoring.domain.tallies import Tally
from unit.scoring.examples import answers


@given(answers(CES, min_size=5))
def test_interval_agrees_with_scipy_clipped_to_the_scale(values: list[int]) -> None:
    estimate = mean(Tally.of(values, CES), CES)
    assert estimate.shown
    assert estimate.value == pytest.approx(statistics.mean(values))
    if len(set(values)) > 1:
        low, high = stats.t.interval(0.95, len(values) - 1, statistics.mean(values), stats.sem(values))
        assert (estimate.low, estimate.high) == pytest.approx((max(1, low), min(7, high)))


@given(answers(CES, min_size=5))
def test_interval_contains_the_mean_and_stays_on_the_scale(values: list[int]) -> None:
    estimate = mean(Tally.of(values, CES), CES)
    assert estimate.shown
    assert 1 <= estimate.low <= estimate.value <= estimate.high <= 7


@pytest.mark.parametrize("n", [5, 30, 400])
def test_where_all_answer_alike_the_interval_is_as_wide_as_what_may_be_unheard(n: int) -> None:
    """Of 0 of n the exact upper bound is 1 − 0.025^(1/n): at n = 5 it is 52.2 %, which may all have said 1."""
    estimate = mean(Tally.of([5] * n, CSAT), CSAT)
    assert estimate.shown
    unheard = stats.binomtest(0, n).proportion_ci(0.95, method="exact").high
    assert (estimate.value, estimate.high) == (5, 5)
    assert estimate.low == pytest.approx(5 - 4 * unheard)


def test_no_digits_are_lost_over_a_billion_answers() -> None:
    n = 10**9
    half_fours_half_fives = Tally(n, 0, 0, n, total=9 * n // 2, total_squares=41 * n // 2)
    estimate = mean(half_fours_half_fives, CSAT)
    assert estimate.shown
    assert estimate.high - estimate.value == pytest.approx(1.959964 * 0.5 / math.sqrt(n), rel=1e-6)


def test_fewer_than_five_answers_hide_the_mean() -> None:
    assert mean(Tally.of([1, 2, 3, 4], CSAT), CSAT) == Hidden()
