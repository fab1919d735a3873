"""Identifiers: time-ordered for what is new, derived for what must be the same when it comes again."""

from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

_NAMESPACE = UUID("6f9c2f60-6f0c-5b0e-9d53-6a1f0f1f7c11")


def new_id() -> UUID:
    """A random id that sorts by time of creation, which keeps primary-key indexes compact."""
    return uuid7()


def derived_id(*parts: str) -> UUID:
    """The same id for the same parts, always: a job that runs twice then writes one row."""
    return uuid5(_NAMESPACE, "\x1f".join(parts))
