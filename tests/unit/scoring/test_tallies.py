import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.scales import CES, CSAT, NPS, ValueOutOfRangeError
from scoring.domain.tallies import ZERO, ImpossibleTallyError, Tally
from unit.scoring.examples import SCALES, answers, tallies


def test_a_tally_counts_boxes_and_sums() -> None:
    assert Tally.of([0, 6, 7, 9, 10], NPS) == Tally(n=5, low=2, middle=1, top=2, total=32, total_squares=266)


def test_no_answers_are_the_zero_tally() -> None:
    assert Tally.of([], CSAT) == ZERO


def test_one_answer_out_of_range_refuses_the_whole_tally() -> None:
    with pytest.raises(ValueOutOfRangeError):
        Tally.of([4, 8], CES)


def test_taking_away_more_than_was_there_is_refused() -> None:
    with pytest.raises(ImpossibleTallyError):
        Tally.of([9], NPS) - Tally.of([3], NPS)


@pytest.mark.parametrize(
    ("n", "low", "middle", "top", "total", "total_squares"),
    [(3, 1, 1, 0, 0, 0), (0, 1, -1, 0, 0, 0), (1, 0, 0, 1, 10, 99), (0, 0, 0, 0, 1, 1)],
)
def test_counts_that_no_answers_give_are_refused(
    n: int, low: int, middle: int, top: int, total: int, total_squares: int
) -> None:
    with pytest.raises(ImpossibleTallyError):
        Tally(n, low, middle, top, total, total_squares)


@given(tallies(NPS), tallies(NPS), tallies(NPS))
def test_addition_is_a_commutative_monoid(a: Tally, b: Tally, c: Tally) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + ZERO == a


@given(tallies(CSAT), tallies(CSAT))
def test_subtraction_undoes_addition(a: Tally, b: Tally) -> None:
    assert (a + b) - b == a


@given(st.data())
def test_the_tally_of_a_whole_is_the_sum_of_its_parts(data: st.DataObject) -> None:
    scale = data.draw(SCALES)
    morning, evening = data.draw(answers(scale)), data.draw(answers(scale))
    assert Tally.of(morning + evening, scale) == Tally.of(morning, scale) + Tally.of(evening, scale)


@given(st.lists(st.lists(st.integers(0, 10), max_size=5), max_size=5))
def test_tallies_pooled_are_tallies_added_one_by_one(several: list[list[int]]) -> None:
    parts = [Tally.of(values, NPS) for values in several]
    assert Tally.pooled(parts) == sum(parts, start=ZERO)
