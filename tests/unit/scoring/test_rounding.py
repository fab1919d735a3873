from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.domain.rounding import rounded
from scoring.domain.units import Unit


@pytest.mark.parametrize(
    ("value", "unit", "marks", "shown"),
    [
        (Fraction(74, 107), Unit.SHARE, [], "69.2"),
        (Fraction(30), Unit.POINTS, [], "30.0"),
        (Fraction(7, 2), Unit.MEAN, [], "3.50"),
        (Fraction(3996, 100), Unit.POINTS, ["40"], "39.96"),
        (Fraction(6999, 10000), Unit.SHARE, ["0.70"], "69.99"),
        (Fraction(40), Unit.POINTS, ["40"], "40.0"),
    ],
)
def test_a_number_is_as_short_as_it_can_be_and_on_the_right_side_of_its_marks(
    value: Fraction, unit: Unit, marks: list[str], shown: str
) -> None:
    assert str(rounded(value, unit, [Decimal(mark) for mark in marks])) == shown
