"""Identifiers: time-ordered for what is new, derived for what must be the same when it comes again."""

from datetime import datetime
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

_NAMESPACE = UUID("6f9c2f60-6f0c-5b0e-9d53-6a1f0f1f7c11")


def new_id() -> UUID:
    """A random id that sorts by time of creation, which keeps primary-key indexes compact."""
    return uuid7()


def first_id(moment: datetime) -> UUID:
    """No `new_id()` of this moment or later is less than this one, and none from before is not (RFC 9562, 5.7)."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))


def derived_id(*parts: str) -> UUID:
    """The same id for the same parts, always: a job that runs twice then writes one row."""
    return uuid5(_NAMESPACE, "\x1f".join(parts))
