"""Figures within sentences, written as each language writes them."""

from decimal import Decimal
from fractions import Fraction

from scoring.domain.rounding import rounded
from scoring.domain.units import Unit
from shared.i18n import localised


def percent(share: float, language: str) -> str:
    """0.4167 as "41.7 %"."""
    return written(share, Unit.SHARE, language)


def number(value: float | Fraction, unit: Unit, language: str, *, signed: bool = False) -> str:
    """As it is shown; a share in percent, without the sign for it."""
    shown = rounded(Fraction(value), unit)
    return localised(f"{shown:+,f}" if signed and shown else f"{shown:,f}", language)


def written(value: float | Fraction, unit: Unit, language: str) -> str:
    """As it is shown, a share with its sign."""
    return number(value, unit, language) + ("\u00a0%" if unit is Unit.SHARE else "")


def p_value(p: float, language: str) -> str:
    """ "= 0.031", or "< 0.001"."""
    shown = round(Decimal(p), 3)
    return f"= {localised(f'{shown:f}', language)}" if shown else f"< {localised('0.001', language)}"
