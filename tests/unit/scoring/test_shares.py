"""Published numbers: Newcombe, Statistics in Medicine 17 (1998), 857-872 (one share) and 873-890 (two)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.estimates import Hidden
from scoring.domain.scales import CSAT
from scoring.domain.shares import difference, share, wilson, without
from scoring.domain.tallies import Tally


@st.composite
def samples(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(5, 100_000))
    return draw(st.integers(0, n) | st.sampled_from([0, n])), n


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)],
)
def test_wilson_agrees_with_newcombe_1998_table_i_method_3(
    successes: int, n: int, low: float, high: float
) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.00005)


def test_csat_is_74_of_107_top_two_boxes() -> None:
    tally = Tally.of([5] * 42 + [4] * 32 + [3] * 10 + [2] * 9 + [1] * 14, CSAT)
    estimate = share(tally.top, tally.n)
    assert estimate.shown
    assert estimate.exact == Fraction(74, 107)
    assert (estimate.low, estimate.high) == pytest.approx((0.5987, 0.7712), abs=0.00005)


def test_first_contact_resolution_280_of_400_is_70_percent_as_sqm_publishes() -> None:
    estimate = share(280, 400)
    assert estimate.shown
    assert estimate.value == 0.70


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (10, 10), 0.6791, 1.0000),
    ],
)
def test_difference_agrees_with_newcombe_1998_table_ii_method_10(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = difference(first, second)
    assert found.shown
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@given(samples())
def test_interval_contains_the_share_and_stays_in_range(sample: tuple[int, int]) -> None:
    estimate = share(*sample)
    assert estimate.shown
    assert 0 <= estimate.low <= estimate.exact <= estimate.high <= 1


@given(samples(), samples())
def test_difference_contains_its_value_stays_in_range_and_turns_with_its_sides(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    there, back = difference(first, second), difference(second, first)
    assert there.shown
    assert back.shown
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (back.value, back.low, back.high) == (-there.value, -there.high, -there.low)


def test_fewer_than_five_answers_hide_the_share_and_every_difference_to_it() -> None:
    results = [share(0, 0), share(4, 4), difference((4, 4), (50, 100)), difference((50, 100), (4, 4))]
    assert results == [Hidden()] * 4


@given(st.integers(5, 60), st.integers(5, 60), st.data())
def test_without_a_part_the_share_is_that_of_the_others(n: int, others: int, data: st.DataObject) -> None:
    here = data.draw(st.integers(0, n))
    there = data.draw(st.integers(0, others))
    whole, part = share(here + there, n + others), share(here, n)
    assert without(whole, part) == share(there, others)


def test_without_a_hidden_part_nothing_is_shown_nor_of_the_few_that_are_left() -> None:
    assert without(share(9, 20), share(2, 4)) == Hidden()
    assert without(share(9, 20), share(8, 16)) == Hidden()
