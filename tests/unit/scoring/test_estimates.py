from dataclasses import asdict
from fractions import Fraction

import pytest

from scoring.domain.estimates import Difference, Estimate, Hidden, TooFewAnswersError
from scoring.domain.units import Unit


def estimate(n: int) -> Estimate:
    return Estimate(exact=Fraction(7, 10), low=0.6, high=0.8, n=n, unit=Unit.SHARE, method="Wilson")


def test_an_estimate_from_fewer_than_five_answers_cannot_be_made() -> None:
    with pytest.raises(TooFewAnswersError):
        estimate(n=4)
    assert estimate(n=5).shown


@pytest.mark.parametrize(("n_first", "n_second"), [(4, 100), (100, 4)])
def test_a_difference_to_a_hidden_side_cannot_be_made(n_first: int, n_second: int) -> None:
    with pytest.raises(TooFewAnswersError):
        Difference(0.1, 0.0, 0.2, n_first, n_second, Unit.SHARE, "Newcombe (1998)", p=0.5)


def test_what_is_hidden_carries_nothing() -> None:
    assert not Hidden().shown
    assert asdict(Hidden()) == {}


def test_below_thirty_answers_the_base_is_low() -> None:
    assert estimate(n=29).low_base
    assert not estimate(n=30).low_base


def test_the_value_is_the_exact_fraction_as_a_float() -> None:
    assert estimate(n=10).value == 0.7
