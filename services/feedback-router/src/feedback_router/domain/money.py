"""Amounts of money: whole numbers of a currency's smallest unit, such as cents."""

import re
from typing import Any

# More than this in one touchpoint is a mistake of who sends it.
MOST = 10**12
CURRENCY = re.compile(r"[A-Z]{3}")

# Digits after the point, by ISO 4217, for those that do not have two.
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DIGITS = {**dict.fromkeys(_NONE.split(), 0), **dict.fromkeys(_THREE.split(), 3)}
_SAID = {
    "en": ("{currency} {number}", ",", "."),
    "es": ("{number} {currency}", ".", ","),
    "pt": ("{currency} {number}", ".", ","),
}


def as_amount(value: Any) -> int | None:
    """The amount that a touchpoint's attribute tells; None for what is no whole number of minor units above 0."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 < value <= MOST else None


def spoken(amount: int, currency: str, language: str) -> str:
    """Such as "EUR 1,249.90", "1.249,90 EUR" or "BRL 1.249,90": the code is clear wherever it is read."""
    form, thousands, point = _SAID[language]
    digits = _DIGITS.get(currency, 2)
    whole, rest = divmod(amount, 10**digits)
    number = f"{whole:,}".replace(",", thousands)
    if digits:
        number = f"{number}{point}{rest:0{digits}}"
    return form.format(currency=currency, number=number)
