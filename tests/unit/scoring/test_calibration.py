"""Probabilities are held against what happened, by the numbers that others compute."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from sklearn.metrics import brier_score_loss, roc_auc_score

from scoring.domain.calibration import (
    Scaling,
    brier,
    by_segment,
    by_tenths,
    platt,
    recalibration,
    same_line,
    spiegelhalter,
)
from scoring.domain.discrimination import auc
from scoring.domain.estimates import SMALLEST_SHOWN


def drawn(n: int = 600, seed: int = 5, bend: float = 1.0):
    """Probabilities, and what happened if their log-odds should have been `bend` times as large."""
    generator = np.random.default_rng(seed)
    probabilities = expit(generator.normal(-0.5, 1.2, n))
    happened = (generator.random(n) < expit(bend * logit(probabilities))).astype(np.float64)
    return probabilities, happened


def test_brier_and_auc_are_those_of_scikit_learn():
    probabilities, happened = drawn()
    probabilities = probabilities.round(2)  # with ties
    assert brier(probabilities, happened) == pytest.approx(
        brier_score_loss(happened, probabilities), abs=1e-12
    )
    assert auc(probabilities, happened).value == pytest.approx(
        roc_auc_score(happened, probabilities), abs=1e-12
    )


def test_the_error_of_auc_is_that_of_delong_s_definition():
    probabilities, happened = drawn(80)
    probabilities = probabilities.round(1)
    yes, no = probabilities[happened == 1], probabilities[happened == 0]
    wins = (yes[:, None] > no) + 0.5 * (yes[:, None] == no)
    variance = wins.mean(axis=1).var(ddof=1) / len(yes) + wins.mean(axis=0).var(ddof=1) / len(no)
    found = auc(probabilities, happened)
    assert found.standard_error == pytest.approx(np.sqrt(variance), abs=1e-12)
    assert found.high - found.value == pytest.approx(1.959964 * found.standard_error, abs=1e-6)


def test_auc_of_what_tells_them_apart_without_fail_is_one_and_of_a_coin_a_half():
    happened = np.array([0.0, 0.0, 1.0, 1.0])
    assert auc(np.array([0.1, 0.2, 0.3, 0.4]), happened).value == 1
    assert auc(np.full(4, 0.3), happened).value == 0.5


def test_spiegelhalter_by_hand():
    """(0.8, yes), (0.6, no), (0.3, no): z = (0.2·−0.6 − 0.6·−0.2 − 0.3·0.4) / √(0.36·0.16 + 0.04·0.24 + 0.16·0.21)."""
    z, p = spiegelhalter(np.array([0.8, 0.6, 0.3]), np.array([1.0, 0.0, 0.0]))
    assert z == pytest.approx(-0.12 / np.sqrt(0.1008), abs=1e-12)
    assert p == pytest.approx(0.7055, abs=5e-5)


def test_sound_probabilities_seldom_alarm_and_bent_ones_do():
    sound = [drawn(seed=seed) for seed in range(400)]
    for test in (lambda *of: spiegelhalter(*of)[1], lambda *of: recalibration(*of).p):
        alarms = sum(test(*one) < 0.05 for one in sound)
        assert 8 <= alarms <= 34  # 20 are expected; outside of this once in more than a thousand times
    assert recalibration(*drawn(bend=0.4)).p < 0.001
    assert spiegelhalter(*drawn(bend=0.4))[1] < 0.001


def test_the_line_through_the_outcomes_is_that_of_statsmodels():
    probabilities, happened = drawn(bend=0.6)
    found = recalibration(probabilities, happened)
    theirs = sm.Logit(happened, sm.add_constant(logit(probabilities))).fit(disp=0, tol=1e-13)
    assert (found.intercept, found.slope) == pytest.approx(tuple(theirs.params), abs=1e-8)
    assert (found.slope_low, found.slope_high) == pytest.approx(tuple(theirs.conf_int()[1]), abs=1e-6)
    assert found.slope_high < 1  # too extreme


def test_outcomes_that_are_told_apart_without_fail_have_a_line_too():
    found = recalibration(np.array([0.2] * 10 + [0.8] * 10), np.array([0.0] * 10 + [1.0] * 10))
    assert found.slope > 1
    assert found.p < 0.05


def test_two_slices_that_draw_one_line_seldom_alarm_and_others_do():
    pairs = [[(logit(p), y) for p, y in (drawn(300, seed), drawn(300, seed + 1000))] for seed in range(400)]
    assert 8 <= sum(same_line(*pair) < 0.05 for pair in pairs) <= 34
    probabilities, happened = drawn(300, 1, bend=0.2)
    assert same_line(pairs[0][0], (logit(probabilities), happened)) < 0.001


def test_scaling_undoes_what_was_bent():
    generator = np.random.default_rng(2)
    log_odds = generator.normal(size=20_000)
    happened = (generator.random(20_000) < expit(0.5 + 0.4 * log_odds)).astype(np.float64)
    scaling = platt(log_odds, happened)
    assert (scaling.intercept, scaling.slope) == pytest.approx((0.5, 0.4), abs=0.05)


def test_no_probability_is_rounded_to_certainty():
    found = Scaling(0.0, 1.0).probabilities(np.array([-1e6, 1e6]))
    assert 0 < found[0] < 1e-12
    assert 1 - 1e-12 < found[1] < 1


def test_tenths_hold_everybody_once_from_the_least_likely_on():
    probabilities, happened = drawn(105)
    tenths = by_tenths(probabilities, happened)
    assert [group.label for group in tenths] == list(range(1, 11))
    assert sum(group.n for group in tenths) == 105
    assert [group.expected for group in tenths] == sorted(group.expected for group in tenths)
    assert all(group.low <= group.observed <= group.high for group in tenths)
    assert len(by_tenths(probabilities[:45], happened[:45])) == 4


@given(st.lists(st.sampled_from(["", "home", "business", "farm", "school"]), min_size=1, max_size=60))
def test_no_segment_shows_or_leaves_to_be_derived_fewer_than_the_smallest_that_is_shown(segments: list[str]):
    probabilities, happened = np.full(len(segments), 0.3), np.zeros(len(segments))
    groups = by_segment(segments, probabilities, happened)
    assert all(group.n >= SMALLEST_SHOWN for group in groups)
    left = len(segments) - sum(group.n for group in groups)
    assert left == 0 or len(segments) < SMALLEST_SHOWN
