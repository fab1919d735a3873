"""Weights that meet their targets, with the numbers of statsmodels and of a solver that knows nothing of raking."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from scoring.domain import nps, scales
from scoring.domain.estimates import Estimate
from scoring.domain.scales import CSAT, NPS
from scoring.domain.shares import wilson
from scoring.domain.tallies import Tally
from scoring.domain.weighting import (
    Class,
    MissingClassError,
    NotConvergedError,
    class_weights,
    effective_n,
    raked,
    weighted,
    worst_cases,
)
from unit.scoring.examples import nps_tally

RATING = scales.of("rating-1-10-higher")
SIZES: dict[Class, int] = {
    ("phone", "home"): 30,
    ("phone", "firm"): 20,
    ("web", "home"): 40,
    ("web", "firm"): 10,
}
TARGETS = [{"phone": 0.4, "web": 0.6}, {"home": 0.55, "firm": 0.45}]


def test_weighting_classes_by_hand() -> None:
    assert class_weights({("a",): 80, ("b",): 20}, {("a",): 0.5, ("b",): 0.5}) == {("a",): 0.625, ("b",): 2.5}


def test_raked_weights_are_the_nearest_that_meet_the_targets() -> None:
    weights, rounds = raked(SIZES, TARGETS)
    cells = list(SIZES)
    counts = np.array([SIZES[cell] for cell in cells]) / 100

    def divergence(mass: Any) -> float:
        return float(np.sum(mass * np.log(mass / counts)))

    bound = [
        {
            "type": "eq",
            "fun": lambda mass, d=d, v=v, s=s: (
                sum(m for m, c in zip(mass, cells, strict=True) if c[d] == v) - s
            ),
        }
        for d, shares in enumerate(TARGETS)
        for v, s in list(shares.items())[: 2 - d]
    ]
    solved = minimize(
        divergence, counts, constraints=bound, bounds=[(1e-9, 1)] * 4, method="SLSQP", options={"ftol": 1e-15}
    )
    ours = np.array([weights[cell] * SIZES[cell] / 100 for cell in cells])
    assert ours == pytest.approx(solved.x, abs=1e-6)
    assert 1 < rounds < 50


@given(
    st.lists(st.integers(1, 200), min_size=6, max_size=6),
    st.lists(st.integers(1, 20), min_size=2, max_size=2),
    st.lists(st.integers(1, 20), min_size=3, max_size=3),
)
def test_raking_meets_every_target_and_keeps_every_odds_ratio(
    counts: list[int], first: list[int], second: list[int]
) -> None:
    cells = [(a, b) for a in "xy" for b in "123"]
    sizes: dict[Class, int] = dict(zip(cells, counts, strict=True))
    targets = [
        {name: n / sum(first) for name, n in zip("xy", first, strict=True)},
        {name: n / sum(second) for name, n in zip("123", second, strict=True)},
    ]
    weights, _ = raked(sizes, targets)
    n = sum(counts)
    for place, shares in enumerate(targets):
        for name, share in shares.items():
            reached = sum(weights[cell] * sizes[cell] for cell in cells if cell[place] == name)
            assert reached == pytest.approx(share * n, rel=1e-8)
    # A raked weight is a product of one factor a dimension.
    ratio = weights["x", "1"] * weights["y", "2"] / weights["x", "2"] / weights["y", "1"]
    assert ratio == pytest.approx(1, rel=1e-9)


def test_targets_that_no_weights_meet_are_told() -> None:
    diagonal: dict[Class, int] = {("a", "1"): 50, ("b", "2"): 50}
    with pytest.raises(NotConvergedError):
        raked(diagonal, [{"a": 0.5, "b": 0.5}, {"1": 0.9, "2": 0.1}])


@pytest.mark.parametrize(
    ("targets", "value", "answered"),
    [
        ([{"phone": 0.4, "web": 0.5, "shop": 0.1}, TARGETS[1]], "shop", False),
        ([TARGETS[0], {"home": 1.0}], "firm", True),
    ],
)
def test_targets_and_answers_must_be_of_the_same_classes(
    targets: list[dict[str, float]], value: str, answered: bool
) -> None:
    with pytest.raises(MissingClassError) as caught:
        raked(SIZES, targets)
    assert (caught.value.value, caught.value.answered) == (value, answered)


WEIGHTS = st.floats(0.1, 5)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd")),
    st.tuples(st.lists(st.integers(1, 10), min_size=5, max_size=30), WEIGHTS),
    min_size=1,
)


@given(CELLS)
def test_a_weighted_mean_and_its_parts_are_those_of_statsmodels(
    cells: dict[Class, tuple[list[int], float]],
) -> None:
    tallies = {cell: Tally.of(values, RATING) for cell, (values, _) in cells.items()}
    weights = {cell: weight for cell, (_, weight) in cells.items()}
    values = [value for found, _ in cells.values() for value in found]
    each = np.array([weight for found, weight in cells.values() for _ in found])
    n = effective_n(tallies, weights)
    assert n == pytest.approx(each.sum() ** 2 / (each**2).sum())
    assume(n >= 5)
    theirs = DescrStatsW(values, each * n / each.sum())
    estimate = weighted(RATING, tallies, weights).estimate
    assert isinstance(estimate, Estimate)
    assert estimate.value == pytest.approx(theirs.mean, rel=1e-9)
    low, high = theirs.tconfint_mean()
    assert (estimate.low, estimate.high) == pytest.approx((max(1, low), min(10, high)), abs=1e-6)


@given(CELLS)
def test_a_weighted_share_has_the_wilson_interval_of_statsmodels(
    cells: dict[Class, tuple[list[int], float]],
) -> None:
    tallies = {
        cell: Tally.of([min(value, 5) for value in values], CSAT) for cell, (values, _) in cells.items()
    }
    weights = {cell: weight for cell, (_, weight) in cells.items()}
    n = effective_n(tallies, weights)
    assume(n >= 5)
    estimate = weighted(CSAT, tallies, weights).estimate
    assert isinstance(estimate, Estimate)
    low, high = proportion_confint(estimate.value * n, n, method="wilson")
    assert (estimate.low, estimate.high) == pytest.approx((max(0, low), min(1, high)), abs=1e-9)


def test_equal_weights_change_nothing() -> None:
    tallies: dict[Class, Tally] = {("a",): nps_tally(10, 10, 20), ("b",): nps_tally(10, 20, 30)}
    found = weighted(NPS, tallies, {("a",): 1, ("b",): 1})
    plain = nps.net_promoter_score(nps_tally(20, 30, 50))
    assert isinstance(found.estimate, Estimate)
    assert isinstance(plain, Estimate)
    assert (found.effective_n, found.design_effect) == (100, 1)
    ours = (found.estimate.value, found.estimate.low, found.estimate.high)
    assert ours == pytest.approx((plain.value, plain.low, plain.high))
    share = weighted(CSAT, {("a",): Tally.of([5] * 81 + [1] * 182, CSAT)}, {("a",): 1}).estimate
    assert isinstance(share, Estimate)
    assert (share.low, share.high) == pytest.approx(wilson(81, 263))


def test_targets_that_leave_the_weight_on_a_few_show_nothing() -> None:
    tallies: dict[Class, Tally] = {("a",): nps_tally(0, 1, 2), ("b",): nps_tally(30, 30, 40)}
    weights = class_weights({("a",): 3, ("b",): 100}, {("a",): 0.999, ("b",): 0.001})
    assert not weighted(NPS, tallies, weights).estimate.shown


def test_worst_cases_by_hand() -> None:
    found = worst_cases(NPS, nps_tally(20, 30, 50), asked=400)
    assert found is not None
    # A quarter answered, with a score of 30: 7.5 ± 75.
    assert (found.low, found.high) == (-67.5, 82.5)
    share = worst_cases(CSAT, Tally.of([5] * 60 + [1] * 40, CSAT), asked=200)
    assert share is not None
    assert (share.low, share.high) == pytest.approx((0.3, 0.8))
    assert worst_cases(NPS, nps_tally(20, 30, 50), asked=99) is None
