from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.cents import in_words, largest_remainder

AMOUNTS = st.lists(st.fractions(0, 10**9), max_size=12)


def test_three_thirds_of_a_hundred_cents_are_a_hundred_cents() -> None:
    assert largest_remainder([Fraction(100, 3)] * 3) == [34, 33, 33]


def test_the_missing_cent_goes_to_the_largest_remainder() -> None:
    assert largest_remainder([Fraction("10.3"), Fraction("10.6"), Fraction("10.1")]) == [10, 11, 10]


@given(AMOUNTS)
def test_lines_add_up_to_the_rounded_total_and_none_is_off_by_a_cent(amounts: list[Fraction]) -> None:
    cents = largest_remainder(amounts)
    assert sum(cents) == round(sum(amounts))
    assert all(abs(cent - amount) < 1 for cent, amount in zip(cents, amounts, strict=True))


@given(AMOUNTS)
def test_nothing_earned_stays_nothing(amounts: list[Fraction]) -> None:
    assert largest_remainder([*amounts, Fraction(0)])[-1] == 0


@pytest.mark.parametrize(
    ("cents", "words"), [(0, "0.00"), (5, "0.05"), (56_000, "560.00"), (123_450, "1,234.50")]
)
def test_cents_in_words(cents: int, words: str) -> None:
    assert in_words(cents) == words
