"""Differences with the numbers of scipy and statsmodels, and the correction for many of them."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from scoring.domain import comparisons, means, nps, scales, shares
from scoring.domain.comparisons import Verdict, difference, holm, judged
from scoring.domain.estimates import Hidden
from scoring.domain.scales import CSAT, NPS
from scoring.domain.tallies import Tally
from unit.scoring.examples import answers, nps_tally

RATING = scales.of("rating-1-10-higher")
EFFORT = scales.of("rating-1-5-lower")


def test_two_scores_of_rocks_differ_as_published() -> None:
    found = difference(NPS, nps_tally(20, 30, 50), nps_tally(10, 30, 60))
    assert isinstance(found, nps.NpsDifference)
    assert (round(found.adjusted, 5), round(found.standard_error, 5)) == (19.41748, 10.18216)
    assert round(found.p, 5) == 0.05652


@given(answers(RATING, 5, 40), answers(RATING, 5, 40))
def test_means_differ_as_in_scipys_welch_test(first: list[int], second: list[int]) -> None:
    found = means.difference(Tally.of(first, RATING), Tally.of(second, RATING), RATING)
    assert not isinstance(found, Hidden)
    # scipy warns of answers that are all alike; we have a test of our own for them.
    assume(len(set(first)) > 1)
    assume(len(set(second)) > 1)
    theirs = stats.ttest_ind(second, first, equal_var=False)
    interval = theirs.confidence_interval(0.95)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-9)
    assert found.low == pytest.approx(max(-9, interval.low), abs=1e-9)
    assert found.high == pytest.approx(min(9, interval.high), abs=1e-9)


@pytest.mark.parametrize(("n", "p"), [(6, 2 / 924), (5, 1 / 462), (300, None)])
def test_where_all_answered_alike_few_answers_are_not_as_sure_as_many(n: int, p: float | None) -> None:
    """All six of one kind here and none of six there: one way of C(12, 6) = 924, or its mirror image."""
    eights, nines = Tally.of([8] * n, RATING), Tally.of([9] * 6, RATING)
    found = means.difference(eights, nines, RATING)
    assert not isinstance(found, Hidden)
    assert found.low < found.value == 1 < found.high
    if p is not None:
        assert found.p == pytest.approx(p)
        assert found.p == pytest.approx(stats.fisher_exact([[n, 0], [0, 6]]).pvalue)
        assert found.low < 0
    else:
        assert found.p < 1e-12
    same = means.difference(eights, Tally.of([8] * 6, RATING), RATING)
    assert not isinstance(same, Hidden)
    assert same.p == 1
    assert same.low < same.value == 0 < same.high


@given(st.integers(5, 90), st.integers(5, 90), st.data())
def test_the_p_of_two_shares_is_that_of_statsmodels(n_first: int, n_second: int, data: st.DataObject) -> None:
    first, second = data.draw(st.integers(0, n_first)), data.draw(st.integers(0, n_second))
    found = shares.difference((first, n_first), (second, n_second))
    assert not isinstance(found, Hidden)
    if first + second in (0, n_first + n_second):
        assert found.p == 1
    else:
        assert found.p == pytest.approx(proportions_ztest([first, second], [n_first, n_second])[1], abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holms_correction_is_that_of_statsmodels(ps: list[float]) -> None:
    assert holm(ps) == pytest.approx(list(multipletests(ps, method="holm")[1]), abs=1e-12)


def test_holms_correction_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_what_is_clear_alone_may_be_chance_among_many() -> None:
    clear = difference(NPS, nps_tally(30, 30, 40), nps_tally(20, 25, 55))
    nothing = difference(NPS, nps_tally(20, 30, 50), nps_tally(20, 30, 50))
    alone, among = judged([clear], NPS)[0], judged([clear, *[nothing] * 9], NPS)[0]
    assert alone is not None
    assert among is not None
    assert (alone.verdict, among.verdict) == (Verdict.BETTER, Verdict.CHANCE)
    assert math.isclose(among.p_corrected, 10 * alone.p_corrected)


def test_a_hidden_side_hides_the_difference_and_counts_as_no_comparison() -> None:
    found = [difference(NPS, nps_tally(2, 1, 1), nps_tally(9, 9, 9)), difference(CSAT, _csat(9), _csat(30))]
    hidden, shown = judged(found, CSAT)
    assert hidden is None
    assert shown is not None
    assert shown.p_corrected == shown.difference.p


def test_less_is_better_where_the_scale_says_so() -> None:
    many, few = Tally.of([5, 4, 5, 4, 5] * 4, EFFORT), Tally.of([1, 2, 1, 2, 1] * 4, EFFORT)
    (found,) = judged([comparisons.difference(EFFORT, many, few)], EFFORT)
    assert found is not None
    assert found.difference.value < 0
    assert found.verdict is Verdict.BETTER


def _csat(top: int) -> Tally:
    return Tally.of([5] * top + [1] * 20, CSAT)
