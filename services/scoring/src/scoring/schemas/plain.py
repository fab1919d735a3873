"""What is plainly well-formed, for readers that ask a schema only where there is a doubt."""

from typing import Any

LONGEST = 200


class NotPlain(Exception):
    """There is a doubt; the schema must look at it."""


def short(value: Any) -> str:
    """A text that schemas take as SHORT. What can be printed holds neither NUL nor half a character."""
    if type(value) is str and 1 <= len(value) <= LONGEST and value.isprintable():
        return value
    raise NotPlain


def optional(value: Any) -> str | None:
    """The same, or nothing."""
    return value if value is None or value == "" else short(value)
