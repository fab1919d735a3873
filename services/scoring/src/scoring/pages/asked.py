"""What the form of a page asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

_USUAL_DAYS = 90


@dataclass(frozen=True)
class Asked:
    """A form's fields as they were filled in, and what they mean; or which of them can't be understood."""

    typed: Mapping[str, str]
    values: dict[str, Any] | None
    faults: tuple[str, ...] = ()


def asked(schema: Schema, today: date, **usual: str) -> Asked:
    """Read the address's query. What is left empty is as usual; the days are then the last ninety."""
    given = {name: value.strip() for name, value in request.args.items() if value.strip()}
    typed = {"to": today.isoformat(), **usual, **given}
    typed.setdefault("from", _before(typed["to"]))
    try:
        return Asked(typed, schema.load(typed))
    except ValidationError as error:
        return Asked(typed, None, tuple(sorted(map(str, error.messages_dict))))


def _before(last: str) -> str:
    try:
        return (date.fromisoformat(last) - timedelta(days=_USUAL_DAYS - 1)).isoformat()
    except (ValueError, OverflowError):
        return last  # the schema says what is wrong with it
