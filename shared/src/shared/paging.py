"""Cursor paging: what comes next is found by the last row's place, so that new rows never shift a page."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.problems import invalid

T = TypeVar("T")

MAX_LIMIT = 500
_BEGINNING = (datetime.min.replace(tzinfo=UTC), UUID(int=0))
_BEYOND_ALL_VERSIONS = 2**31 - 1


class PageArguments(Schema):
    """`?cursor=…&limit=…`"""

    cursor = fields.String(load_default="", metadata={"description": "The `next` of the page before"})
    limit = fields.Integer(
        load_default=50, validate=validate.Range(1, MAX_LIMIT), metadata={"description": "How many at most"}
    )


def encode(moment: datetime, row_id: UUID) -> str:
    """The cursor that stands for a row's place in an order by moment and id."""
    return pack(moment.isoformat(), str(row_id))


def decode(cursor: str) -> tuple[datetime, UUID] | None:
    """The place (moment, id) that a cursor stands for, None for the beginning. Problem (422) when it is none."""
    return unpack(cursor, lambda moment, row_id: (datetime.fromisoformat(moment), UUID(row_id)))


def start(cursor: str) -> tuple[datetime, UUID]:
    """The same, with a place before all others for the beginning."""
    return decode(cursor) or _BEGINNING


def page_of(items: Sequence[T], limit: int, place: Callable[[T], tuple[datetime, UUID]]) -> dict[str, Any]:
    """A page of a list in an order by moment and id: its items, and the cursor of the `next`, None on the last one."""
    return {"items": items, "next": encode(*place(items[-1])) if len(items) == limit else None}


def page_by(items: Sequence[T], limit: int, place: Callable[[T], tuple[str | float, ...]]) -> dict[str, Any]:
    """The same of a list in an order by anything."""
    return {"items": items, "next": pack(*place(items[-1])) if len(items) == limit else None}


def after_key(cursor: str) -> str:
    """The key after which a list in the order of keys goes on, one before all others for the beginning."""
    return unpack(cursor, read_key) or ""


def before_version(cursor: str) -> int:
    """The version before which a list goes on that begins with the newest, one beyond all others for the beginning."""
    version = unpack(cursor, _read_version)
    return _BEYOND_ALL_VERSIONS if version is None else version


def read_key(value: Any) -> str:
    """A key as it stands in a cursor. ValueError for what PostgreSQL could not compare with one."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("no key")
    value.encode()
    return value


def _read_version(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= _BEYOND_ALL_VERSIONS:
        raise ValueError("no version")
    return value


def pack(*place: str | float) -> str:
    """The cursor that stands for a row's place in an order by anything."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def unpack(cursor: str, read: Callable[..., T]) -> T | None:
    """What `read` makes of the place that a cursor stands for, None for the beginning.

    Problem (422) when it is no cursor, or `read` can't make anything of it.
    """
    if not cursor:
        return None
    try:
        return read(*json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise invalid({"cursor": ["This is not a cursor of this list."]}) from error
