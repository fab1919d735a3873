"""Which texts we accept from outside."""

from collections.abc import Callable

from marshmallow import ValidationError, validate

# Where Python's $ would let a line break pass, the lookahead doesn't; in JavaScript, for the API's readers, it is idle.
KEY = validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,63}$(?!\n)", error="Use 1 to 64 of: a-z, 0-9, - and _.")


def text(most: int) -> list[Callable[[str], object]]:
    """Validators of a text with something in it that PostgreSQL can keep."""
    return [validate.Length(1, most), _not_blank, _can_be_kept]


def _not_blank(value: str) -> None:
    if value and not value.strip():
        raise ValidationError("There is nothing but space here.")


def _can_be_kept(value: str) -> None:
    # PostgreSQL takes neither NUL nor half a character, and JSON can carry both.
    if "\0" in value or (
        not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)
    ):
        raise ValidationError("This holds a character that is none.")
