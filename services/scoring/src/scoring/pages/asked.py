"""What the form of a page asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from shared.problems import not_found

_USUAL_DAYS = 90
# Of a number that somebody types; 1e999999 is a short text, too.
_MOST_DIGITS = 20


@dataclass(frozen=True)
class Asked:
    """A form's fields as they were filled in, and what they mean; or which of them can't be understood."""

    typed: Mapping[str, Any]
    values: dict[str, Any] | None
    faults: tuple[str, ...] = ()


def asked(schema: Schema, today: date, *, lists: tuple[str, ...] = (), **usual: Any) -> Asked:
    """Read the address's query. What is left empty is as usual; the days are then the last ninety.

    `lists` are the fields that may be there several times.
    """
    said: dict[str, Any] = {name: value.strip() for name, value in request.args.items() if value.strip()}
    for name in lists:
        said.pop(name, None)
        if values := [value.strip() for value in request.args.getlist(name) if value.strip()]:
            said[name] = values
    typed = {"to": today.isoformat(), **usual, **said}
    typed.setdefault("from", _before(typed["to"]))
    try:
        return Asked(typed, schema.load(typed))
    except ValidationError as error:
        return Asked(typed, None, tuple(sorted(map(str, error.messages_dict))))


def given(*names: str) -> dict[str, str]:
    """What the address says of these, where it says anything."""
    return {name: value for name in names if (value := request.args.get(name, "").strip())}


def typed_number(said: str) -> Decimal | None:
    """ "38,5" and "75 %" as numbers; None for what is none."""
    try:
        value = Decimal(said.removesuffix("%").strip().replace(",", ".").replace("−", "-"))
    except ArithmeticError:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS else None


def asked_list(schema: Schema, **values: Any) -> dict[str, Any]:
    """What the address of a list means. Problem (404) when it can't mean anything."""
    try:
        found: dict[str, Any] = schema.load(values)
    except ValidationError as error:
        raise not_found("list") from error
    return found


def following(said: Mapping[str, str], after: str | None) -> dict[str, str] | None:
    """What the address of the next page says; None where there is none."""
    return {**said, "cursor": after} if after else None


def _before(last: str) -> str:
    try:
        return (date.fromisoformat(last) - timedelta(days=_USUAL_DAYS - 1)).isoformat()
    except (ValueError, OverflowError):
        return last  # the schema says what is wrong with it
