"""What goes with a score: shares of R² that published numbers and the definition itself give."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.drivers import Drivers, Numbers, TooFew, Warned, answers_needed, drivers, lmg
from scoring.domain.factors import (
    Factor,
    FactorKind,
    Gap,
    Operational,
    Run,
    UnknownFactorError,
    gap_in_practice,
    gap_on_scale,
    happened_before,
)
from scoring.domain.scales import CES
from scoring.domain.scales import of as scale_of
from unit.scoring.swiss import SWISS

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
RUN = Run(
    started_at=NOON,
    path=("inform", "fill", "fill", "call", "fill"),
    gaps=(86400, 43200, 43200, 86400),
    channels=("web", "web", "phone", "phone", "web"),
    owners=("marketing", "sales", "sales", "support", "sales"),
)


def found(values: Numbers, score: Numbers, gap: Gap | None = None, seed: int = 1) -> Drivers:
    result = drivers(values, score, [gap] * values.shape[1], seed)
    assert isinstance(result, Drivers)
    return result


def noise(n: int, factors: int, seed: int = 7) -> Numbers:
    return np.random.default_rng(seed).normal(size=(n, factors))


def correlations(values: Numbers, score: Numbers) -> Numbers:
    return np.atleast_2d(np.corrcoef(np.column_stack([values, score]).T))


def r_squared(values: Numbers, score: Numbers) -> float:
    """By least squares."""
    table = np.column_stack([np.ones(len(score)), values])
    left = score - table @ np.linalg.lstsq(table, score, rcond=None)[0]
    return float(1 - left @ left / np.square(score - score.mean()).sum())


def test_two_factors_share_as_worked_by_hand() -> None:
    """r12 = .5, ry1 = .6, ry2 = .4: R² = .28/.75; alone .36 and .16, after the other R² − .16 and R² − .36."""
    shares = lmg(np.array([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]]))
    assert shares == pytest.approx([0.286667, 0.086667], abs=5e-7)


def test_the_shares_of_swiss_are_those_of_relaimpo() -> None:
    table = np.array(SWISS)
    shares = lmg(correlations(table[:, 1:], table[:, 0]))
    assert shares.sum() == pytest.approx(0.706735, abs=5e-7)
    assert shares == pytest.approx([0.0570912, 0.1711730, 0.2601347, 0.1055702, 0.1127659], abs=5e-8)


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_a_share_is_what_a_factor_adds_averaged_over_all_orders(seed: int, factors: int) -> None:
    values = noise(40, factors, seed) @ noise(factors, factors, seed + 1)
    score = values.sum(axis=1) + noise(40, 1, seed + 2)[:, 0]
    adds = np.zeros(factors)
    orders = list(permutations(range(factors)))
    for order in orders:
        before = 0.0
        for place, factor in enumerate(order):
            after = r_squared(values[:, list(order[: place + 1])], score)
            adds[factor] += (after - before) / len(orders)
            before = after
    shares = lmg(correlations(values, score))
    assert shares == pytest.approx(adds, abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(1, 15))
def test_shares_are_never_negative_and_add_up_to_r_squared(seed: int, factors: int) -> None:
    values = noise(200, factors, seed)
    score = values[:, 0] + noise(200, 1, seed + 1)[:, 0]
    shares = lmg(correlations(values, score))
    assert shares.min() >= -1e-9
    assert shares.sum() == pytest.approx(r_squared(values, score), abs=1e-9)


def test_importance_adds_up_to_one_and_lies_within_its_interval() -> None:
    values = noise(300, 3)
    result = found(values, values @ np.array([2.0, 1.0, 0.0]) + noise(300, 1, 8)[:, 0])
    importances = [one.importance for one in result.drivers]
    assert sum(one.value for one in importances) == pytest.approx(1)
    assert all(0 <= one.low <= one.value <= one.high <= 1 for one in importances)
    assert importances[0].low > importances[1].high > importances[1].low > importances[2].high


def test_the_interval_covers_what_the_answers_were_drawn_from() -> None:
    """Two equal, independent factors each have half of R² = 2/3; an interval misses that once in twenty times."""
    truth, missed = 0.5, 0
    for seed in range(40):
        values = noise(150, 2, seed)
        result = found(values, values.sum(axis=1) + noise(150, 1, 1000 + seed)[:, 0], seed=seed)
        importance = result.drivers[0].importance
        missed += not importance.low <= truth <= importance.high
    assert missed <= 6


def test_the_same_seed_gives_the_same_intervals() -> None:
    values = noise(60, 2)
    first, again, other = (found(values, values[:, 0], seed=seed) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_too_few_answers_are_refused() -> None:
    assert [answers_needed(factors) for factors in (1, 3, 4, 15)] == [30, 30, 40, 150]
    values = noise(39, 4)
    assert drivers(values, values[:, 0], [None] * 4, 1) == TooFew(40)
    assert isinstance(drivers(noise(40, 4), noise(40, 1)[:, 0], [None] * 4, 1), Drivers)


def test_nearly_the_same_factor_twice_is_warned_of_and_shares_evenly() -> None:
    values = noise(200, 1)
    twice = np.column_stack([values, values + 0.1 * noise(200, 1, 8)])
    result = found(twice, values[:, 0] + noise(200, 1, 9)[:, 0])
    assert [one.warnings for one in result.drivers] == [(Warned.COLLINEAR,)] * 2
    assert all(one.vif is not None and one.vif > 50 for one in result.drivers)
    assert result.drivers[0].importance.value == pytest.approx(0.5, abs=0.05)


def test_exactly_the_same_factor_twice_shares_evenly_too() -> None:
    values = noise(200, 1)
    result = found(np.column_stack([values, values]), values[:, 0] + noise(200, 1, 9)[:, 0])
    assert [one.vif for one in result.drivers] == [None, None]
    assert [one.importance.value for one in result.drivers] == pytest.approx([0.5, 0.5])
    assert all(Warned.COLLINEAR in one.warnings for one in result.drivers)


def test_vif_is_that_of_the_regression_on_the_others() -> None:
    values = noise(200, 3) @ noise(3, 3, 8)
    result = found(values, values[:, 0])
    for place, one in enumerate(result.drivers):
        expected = 1 / (1 - r_squared(np.delete(values, place, axis=1), values[:, place]))
        assert one.vif == pytest.approx(expected)


def test_a_factor_that_turns_around_beside_another_is_warned_of() -> None:
    """The second goes with the score only because it goes with the first; beside it, it counts against."""
    base = noise(500, 3)
    second = base[:, 0] + 0.5 * base[:, 1]
    result = found(np.column_stack([base[:, 0], second]), 3 * base[:, 0] - second + 0.3 * base[:, 2])
    assert result.drivers[1].correlation > 0 > result.drivers[1].coefficient
    assert Warned.SIGN_FLIP in result.drivers[1].warnings
    assert Warned.SIGN_FLIP not in result.drivers[0].warnings


def test_noise_that_happens_to_turn_around_is_not_warned_of() -> None:
    flips = [
        Warned.SIGN_FLIP in one.warnings
        for seed in range(10)
        for one in found(noise(100, 3, seed), noise(100, 1, 100 + seed)[:, 0]).drivers
    ]
    assert sum(flips) <= 2


def test_what_fewer_than_five_answers_differ_in_counts_as_constant() -> None:
    """Else the correlation would tell what these few said."""
    for few, warned in ((4, (Warned.CONSTANT,)), (5, ())):
        rare = np.array([1.0] * few + [0.0] * (100 - few))
        values = np.column_stack([noise(100, 1), rare])
        result = found(values, np.array([0.0] * few + [9.0, 10.0] * 48)[:100], gap=Gap(1, 0.04))
        assert result.drivers[1].warnings == warned
        assert (result.drivers[1].importance.value == 0) == bool(warned)
        assert (result.drivers[1].gap is None) == bool(warned)


def test_a_score_that_never_differs_goes_with_nothing() -> None:
    result = found(noise(50, 2), np.full(50, 9.0))
    assert (result.r_squared.value, result.r_squared.high) == (0, 0)
    assert [one.importance.value for one in result.drivers] == [0, 0]


def test_priority_is_importance_times_gap_times_volume() -> None:
    values = noise(100, 2)
    result = drivers(values, values[:, 0], [Gap(0.4, 0.25), None], 1)
    assert isinstance(result, Drivers)
    first, second = result.drivers
    assert first.priority == pytest.approx(first.importance.value * 0.4 * 0.25)
    assert second.priority is None


def test_only_what_happened_before_the_answer_counts() -> None:
    assert happened_before(RUN, NOON + timedelta(days=1.75)) == {
        Operational.DURATION: 1.75,
        Operational.TOUCHPOINTS: 3,
        Operational.HANDOFFS: 1,
        Operational.REWORK: 1,
        Operational.CHANNEL_SWITCHES: 1,
    }
    assert happened_before(RUN, NOON + timedelta(days=30)) == {
        Operational.DURATION: 30,
        Operational.TOUCHPOINTS: 5,
        Operational.HANDOFFS: 3,
        Operational.REWORK: 2,
        Operational.CHANNEL_SWITCHES: 2,
    }


def test_what_was_not_stated_is_no_change() -> None:
    run = Run(NOON, ("a", "b"), (60,), ("", "web"), ("", "sales"))
    happened = happened_before(run, NOON + timedelta(days=1))
    assert (happened[Operational.CHANNEL_SWITCHES], happened[Operational.HANDOFFS]) == (0, 0)


def test_the_gap_of_answers_is_towards_the_best_end_of_their_scale() -> None:
    """Of 7, 7, 4, 1 half fall short: by 3/6 and 6/6."""
    values = np.array([7.0, 7, 4, 1])
    assert gap_on_scale(values, CES) == Gap(size=0.75, volume=0.5)
    assert gap_on_scale(8 - values, scale_of("ces-1-7-lower")) == Gap(size=0.75, volume=0.5)


def test_the_gap_of_what_happens_is_towards_the_best_tenth() -> None:
    """0..100: the best tenth begins at 10, the worst at 90; a value v falls short by (v − 10) / 80, at most 1."""
    gap = gap_in_practice(np.arange(101.0))
    assert gap.volume == pytest.approx(90 / 101)
    assert gap.size == pytest.approx((sum(range(1, 81)) / 80 + 10) / 90)
    assert gap_in_practice(np.array([0.0] * 95 + [2.0] * 5)) == Gap(1.0, 0.05)
    assert gap_in_practice(np.full(50, 3.0)) == Gap(0.0, 0.0)


def test_factors_are_known_by_their_names() -> None:
    assert Factor.of("handoffs").operational is Operational.HANDOFFS
    assert Factor.of("answer:was it: easy?").question == "was it: easy?"
    product = Factor.of("attribute:product:fibre: 1 Gb")
    assert (product.kind, product.attribute) == (FactorKind.DIMENSION, ("product", "fibre: 1 Gb"))
    for name in ("", "duration", "answer:", "attribute:product", "attribute:Product:x"):
        with pytest.raises(UnknownFactorError):
            Factor.of(name)
