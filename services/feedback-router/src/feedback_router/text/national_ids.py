"""National numbers of people and firms: Spain, Portugal, Latin America, the United States and the United Kingdom.

A number counts if its checksum holds. Where a country's number has none, or is as long as any order number, the
word for it must stand right before it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.do import cedula
from stdnum.ec import ci
from stdnum.es import dni, nie
from stdnum.mx import curp, rfc
from stdnum.pe import ruc
from stdnum.pt import nif
from stdnum.us import ssn
from stdnum.ve import rif


@dataclass(frozen=True, slots=True)
class _Number:
    """How a number is written, and whether it is one. `named` says which word must stand before it."""

    written: re.Pattern[str]
    holds: Callable[[str], bool]
    named: re.Pattern[str] | None = None


def _number(written: str, holds: Callable[[str], bool], named: str | None = None) -> _Number:
    pattern = re.compile(rf"(?<![\w.+/-])(?:{written})(?![\w/]|[.,-]\d)", re.IGNORECASE)
    word = re.compile(
        rf"\b(?:{named})\W{{0,3}}(?:(?:es|is|é|el|no|n|nº|num|number|número)\W{{1,3}})*$", re.IGNORECASE
    )
    return _Number(pattern, holds, word if named else None)


def _full_rfc(number: str) -> bool:
    return bool(rfc.is_valid(number, validate_check_digits=True))


def _uruguayan(number: str) -> bool:
    """A cédula of Uruguay: the weights 2 9 8 7 6 3 4, modulo 10 (Dirección Nacional de Identificación Civil)."""
    digits = [int(char) for char in number if char.isdigit()]
    *body, check = [0] * (8 - len(digits)) + digits
    return -sum(a * b for a, b in zip(body, (2, 9, 8, 7, 6, 3, 4), strict=True)) % 10 == check


def _always(_: str) -> bool:
    return True


_CEDULA = r"c[ée]dula|c\.?\s?c\.?|c\.?\s?i\.?|documento|doc"
_NUMBERS = (
    _number(r"\d{1,2}\.\d{3}\.\d{3}[ -]?[A-Z]|\d{8}[ -]?[A-Z]", dni.is_valid),
    _number(r"[XYZ][ -]?\d{7}[ -]?[A-Z]|[XYZ][ -]?\d\.\d{3}\.\d{3}[ -]?[A-Z]", nie.is_valid),
    _number(r"\d{3}\.?\d{3}\.?\d{3}[ -]?\d{2}", cpf.is_valid),
    _number(r"\d{2}\.?\d{3}\.?\d{3}/?\d{4}[ -]?\d{2}", cnpj.is_valid),
    _number(r"\d{1,2}\.?\d{3}\.?\d{3}-[\dK]", rut.is_valid),
    _number(r"\d{7,8}[\dK]", rut.is_valid, r"r\.?u\.?[tn]\.?"),
    _number(r"(?:2[03457]|3[034])[ -]?\d{8}[ -]?\d", cuit.is_valid),
    _number(r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d", curp.is_valid),
    _number(r"[A-ZÑ&]{3,4}[ -]?\d{6}[ -]?[A-Z\d]{2}[\dA]", _full_rfc),
    _number(r"\d{3}-\d{7}-\d", cedula.is_valid),
    _number(r"\d{9}-?\d", ci.is_valid, _CEDULA),
    _number(r"\d\.?\d{3}\.?\d{3}-?\d", _uruguayan, _CEDULA),
    _number(r"(?:10|15|17|20)\d{9}", ruc.is_valid, r"r\.?u\.?c\.?"),
    _number(r"\d{3}\.?\d{3}\.?\d{3}-?\d", nit.is_valid, r"n\.?i\.?t\.?"),
    _number(r"[VEJPG]-?\d{8}-?\d", rif.is_valid),
    _number(r"\d{3}[ .]?\d{3}[ .]?\d{3}", nif.is_valid, r"n\.?i\.?f\.?|contribuinte|n\.?i\.?p\.?c\.?"),
    _number(r"\d{3}-\d{2}-\d{4}", ssn.is_valid),
    _number(r"\d{3} ?\d{2} ?\d{4}", ssn.is_valid, r"ssn|social security(?: number)?"),
    _number(
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _always
    ),
    # No checksum: Argentina's and Peru's DNI, Colombia's cédula. With a letter behind it, it is Spain's, see above.
    _number(r"(?:\d{1,2}\.\d{3}\.\d{3}|\d{7,8})(?![ -]?[A-Z]\b)", _always, r"d\.?n\.?i\.?"),
    _number(r"(?:\d{1,3}(?:\.\d{3}){2,3}|\d{6,10})", _always, r"c[ée]dula(?: de ciudadan[íi]a)?|c\.\s?c\."),
)


# Each of them holds so many digits in a row, if anything with a single mark between them.
_DIGITS_IN_A_ROW = re.compile(r"\d(?:[ ./-]?\d){5}")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where national numbers stand in a text; two may overlap."""
    if not _DIGITS_IN_A_ROW.search(text):
        return
    for number in _NUMBERS:
        for found in number.written.finditer(text):
            if number.named and not number.named.search(text[max(0, found.start() - 40) : found.start()]):
                continue
            if number.holds(found[0]):
                yield found.span()
