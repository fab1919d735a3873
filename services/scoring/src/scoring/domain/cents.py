"""Money in whole cents."""

import math
from collections.abc import Sequence
from fractions import Fraction


def largest_remainder(amounts: Sequence[Fraction]) -> list[int]:
    """Whole cents, line by line, that add up to the total rounded half-even.

    Every amount is rounded down; the cents then missing go to the largest remainders, the earlier line first
    when two are equal. So no line is off by a cent or more, the total by no more than half a cent, and an
    amount of 0 stays 0. Amounts are not negative. Source: the method of Hamilton, as parliaments use it.
    """
    cents = [math.floor(amount) for amount in amounts]
    missing = round(sum(amounts, Fraction(0))) - sum(cents)
    by_remainder = sorted(range(len(amounts)), key=lambda index: cents[index] - amounts[index])
    for index in by_remainder[:missing]:
        cents[index] += 1
    return cents


def in_words(cents: int) -> str:
    """For people, without a currency: 1,234.50."""
    return f"{cents // 100:,}.{cents % 100:02}"
