"""How a number is rounded for people: points and percent to one decimal, means to two."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count

from scoring.domain.units import Unit


def rounded(value: Fraction, unit: Unit, marks: Sequence[Decimal] = ()) -> Decimal:
    """As it is shown, shares in percent, with as many more decimals as it takes to be on the right side of each mark.

    39.96 against a target of 40 reads 39.96: rounded to 40.0, nobody would understand why it missed.
    """
    scaled = value * per_unit(unit)
    scaled_marks = [Fraction(mark) * per_unit(unit) for mark in marks]
    decimals = next(
        digits
        for digits in count(2 if unit is Unit.MEAN else 1)
        if all(_side(round(scaled, digits), mark) == _side(scaled, mark) for mark in scaled_marks)
    )
    return fixed(scaled, decimals)


def per_unit(unit: Unit) -> int:
    """Shares are shown in percent."""
    return 100 if unit is Unit.SHARE else 1


def fixed(value: Fraction, decimals: int = 1) -> Decimal:
    """With so many decimals, zeros included."""
    return Decimal(round(value * 10**decimals)).scaleb(-decimals)


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)
