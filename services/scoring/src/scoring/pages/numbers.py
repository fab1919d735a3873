"""Numbers as a reader of each language writes them."""

from decimal import Decimal

from scoring.domain import cents
from scoring.domain.estimates import Estimate
from scoring.domain.plans import exact_end
from scoring.domain.rounding import per_unit, rounded
from scoring.domain.units import Unit
from shared.i18n import localised


def amount(in_cents: int, language: str) -> str:
    """1,234.50 or 1.234,50."""
    return localised(cents.in_words(in_cents), language)


def value(estimate: Estimate, language: str, marks: tuple[Decimal, ...] = ()) -> str:
    """The value, on the right side of the marks that it is held against."""
    return _with_sign(rounded(estimate.exact, estimate.unit, marks), estimate.unit, language)


def bounds(estimate: Estimate, language: str, marks: tuple[Decimal, ...] = ()) -> tuple[str, str]:
    """Both ends of the interval, on the right side of the marks that they are held against."""
    low, high = (rounded(exact_end(estimate, sign), estimate.unit, marks) for sign in (1, -1))
    return _with_sign(low, estimate.unit, language), _with_sign(high, estimate.unit, language)


def mark(number: Decimal, unit: Unit, language: str) -> str:
    """A threshold, target or maximum, as exact as it was set."""
    return _with_sign((number * per_unit(unit)).normalize(), unit, language)


def _with_sign(number: Decimal, unit: Unit, language: str) -> str:
    sign = "\u00a0%" if unit is Unit.SHARE else ""
    return localised(f"{number:,f}", language) + sign
