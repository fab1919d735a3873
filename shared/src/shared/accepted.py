"""Which texts we accept from outside."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, validate

# Where Python's $ would let a line break pass, the lookahead doesn't; in JavaScript, for the API's readers, it is idle.
KEY = validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,63}$(?!\n)", error="Use 1 to 64 of: a-z, 0-9, - and _.")
# At the ends of the calendar a moment has no day in UTC: PostgreSQL keeps it, and Python can't read it again.
MOMENT = validate.Range(
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(9000, 1, 1, tzinfo=UTC),
    error="Use a moment between the years 1900 and 9000.",
)
DAY = validate.Range(date(1900, 1, 1), date(9000, 1, 1), error="Use a day between the years 1900 and 9000.")
# What is nested deeper than this says nothing to anybody, and what is nested very deep can be written and not read.
DEEPEST = 20


def text(most: int) -> list[Callable[[str], object]]:
    """Validators of a text with something in it that PostgreSQL can keep."""
    return [validate.Length(1, most), _not_blank, _can_be_kept]


def is_shallow(value: Any, deepest: int = DEEPEST) -> bool:
    """Whether lists and objects are nested no deeper in it than this."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return deepest > 0 and all(
        is_shallow(item, deepest - 1) for item in inner if isinstance(item, dict | list)
    )


def shallow(value: Any) -> None:
    """Refuses what is nested too deep."""
    if not is_shallow(value):
        raise ValidationError(f"This is nested more than {DEEPEST} deep.")


def _not_blank(value: str) -> None:
    if value and not value.strip():
        raise ValidationError("There is nothing but space here.")


def _can_be_kept(value: str) -> None:
    # PostgreSQL takes neither NUL nor half a character, and JSON can carry both.
    if "\0" in value or (
        not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)
    ):
        raise ValidationError("This holds a character that is none.")
