"""Cursor paging: what comes next is found by the last row's place, so that new rows never shift a page."""

import base64
import binascii
import json
from typing import Any

from marshmallow import Schema, fields, validate

from shared.problems import invalid

MAX_LIMIT = 500


class PageArguments(Schema):
    """`?cursor=…&limit=…`"""

    cursor = fields.String(load_default="", metadata={"description": "The `next` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_LIMIT))


def encode(*place: Any) -> str:
    """The cursor that stands for a row's place in the order."""
    return base64.urlsafe_b64encode(json.dumps(place, default=str).encode()).decode().rstrip("=")


def decode(cursor: str, parts: int) -> list[Any] | None:
    """The place that a cursor stands for; None for the beginning, a Problem (422) for anything that is no cursor."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        place = None
    if not isinstance(place, list) or len(place) != parts:
        raise invalid({"cursor": ["This is not a cursor of this list."]})
    return place
