"""Time to something: Freireich's published curve, lifelines, and the rules of censoring and leaving."""

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test

from scoring.domain.survival import Fate, Waits, curve, incidence, kaplan_meier, log_rank

# 6-MP, weeks in remission (Freireich et al. 1963); True for a relapse, False for censored.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
TREATED = Waits.of(WEEKS, RELAPSED)


def drawn(seed: int, n: int = 400) -> Waits:
    chance = np.random.default_rng(seed)
    return Waits.of(list(chance.exponential(10, n)), list(chance.integers(0, 3, n)))


def fitted(waits: Waits) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numpy, inside lifelines, where log(-log 0) has no value
        return AalenJohansenFitter().fit(waits.durations, waits.fates, event_of_interest=1)


@pytest.mark.parametrize(
    ("week", "remaining"),
    [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)],
)
def test_freireichs_curve(week: int, remaining: float) -> None:
    point = curve(TREATED).at(week)
    assert point is not None
    assert round(1 - point.value, 4) == remaining


def test_freireichs_median_is_23_weeks() -> None:
    found = curve(TREATED)
    assert (found.median, found.median_interval) == (23, (13, None))


def test_kaplan_meier_and_its_interval_are_those_of_lifelines() -> None:
    found = kaplan_meier(TREATED)
    fit = KaplanMeierFitter().fit(WEEKS, RELAPSED)
    for place, week in enumerate(found.times):
        assert 1 - found.reached[place] == pytest.approx(fit.predict(week), abs=1e-6)
        low, high = fit.confidence_interval_.loc[week]
        assert (1 - found.high[place], 1 - found.low[place]) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_cumulative_incidence_and_its_interval_are_those_of_lifelines(seed: int) -> None:
    waits = drawn(seed)
    found, fit = incidence(waits), fitted(waits)
    assert found.reached == pytest.approx(fit.cumulative_density_.to_numpy()[1:, 0], abs=1e-6)
    low, high = fit.confidence_interval_.to_numpy()[1:].T
    known = ~np.isnan(low)  # lifelines has none where everybody who is left ends at once
    assert known.sum() > 390
    assert found.low[known] == pytest.approx(low[known], abs=1e-6)
    assert found.high[known] == pytest.approx(high[known], abs=1e-6)


def test_the_log_rank_test_is_that_of_lifelines_and_says_who_is_sooner() -> None:
    placebo = Waits.of(PLACEBO, [1] * len(PLACEBO))
    found = log_rank(placebo, TREATED)
    expected = logrank_test(PLACEBO, WEEKS, [1] * len(PLACEBO), RELAPSED)
    assert found is not None
    assert found.z**2 == pytest.approx(expected.test_statistic, abs=1e-6)
    assert found.p == pytest.approx(expected.p_value, abs=1e-6)
    assert found.z > 0  # without treatment patients relapse sooner
    swapped = log_rank(TREATED, placebo)
    assert swapped is not None
    assert swapped.z == pytest.approx(-found.z)


def test_nobody_who_got_anywhere_is_no_test_and_no_median() -> None:
    nobody = Waits.of([1, 2, 3], [0, 0, 0])
    assert log_rank(nobody, nobody) is None
    assert curve(nobody).median is None
    point = curve(nobody).at(2)
    assert point is not None
    assert (point.value, point.low, point.high) == (0, None, None)


def test_beyond_what_was_observed_nothing_is_said() -> None:
    assert curve(TREATED).at(35.01) is None


def test_who_leaves_is_not_censored() -> None:
    """Of four, two leave and two get there: half do. Were leaving a censoring, everybody would in the end."""
    waits = Waits.of([1, 2, 3, 4], [Fate.LEFT, Fate.LEFT, Fate.REACHED, Fate.REACHED])
    assert curve(waits).reached[-1] == pytest.approx(0.5)
    censored = Waits.of([1, 2, 3, 4], [0, 0, 1, 1])
    assert curve(censored).reached[-1] == 1


def test_a_half_that_only_rounding_keeps_from_being_one_is_a_half() -> None:
    waits = Waits.of(list(range(1, 11)), [1] * 10)
    assert curve(waits).median == 5


people = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), min_size=1, max_size=60)


@given(people)
def test_where_nobody_leaves_aalen_johansen_is_kaplan_meier(known: list[tuple[int, int]]) -> None:
    waits = Waits.of([days for days, _ in known], [fate for _, fate in known])
    assert incidence(waits).reached == pytest.approx(kaplan_meier(waits).reached, abs=1e-12)
