"""Which texts we accept from outside."""

import unicodedata
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
# Letters and a sign by their category, and nothing to see: the fillers of Hangul, and Braille without a dot.
_EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Spaces, what steers others, halves of characters, and marks without a letter to stand on.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Mc", "Me"})


def text(most: int) -> list[Callable[[str], object]]:
    """Validators of a text with something in it that PostgreSQL can keep."""
    return [validate.Length(1, most), _says_something]


def is_blank(value: str) -> bool:
    """Whether nobody could see anything in it: spaces, and what takes no place at all, such as U+200B.

    What a text is made of beside its letters, such as the joiners within an emoji, is the writer's own.
    """
    return not any(
        character.isalnum() or unicodedata.category(character) not in _UNSEEN
        for character in value
        if character not in _EMPTY
    )


def seen(value: object) -> object:
    """The value of a field as it came; an empty text for one in which nobody could see anything."""
    return "" if isinstance(value, str) and is_blank(value) else value


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


def _says_something(value: str) -> None:
    # PostgreSQL takes neither NUL nor half a character, and JSON can carry both.
    if "\0" in value or (
        not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)
    ):
        raise ValidationError("This holds a character that is none.")
    if value and is_blank(value):
        raise ValidationError("There is nothing but space here.")
