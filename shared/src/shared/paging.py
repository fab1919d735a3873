"""Cursor paging: what comes next is found by the last row's place, so that new rows never shift a page."""

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.problems import invalid

MAX_LIMIT = 500


class PageArguments(Schema):
    """`?cursor=…&limit=…`"""

    cursor = fields.String(load_default="", metadata={"description": "The `next` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_LIMIT))


def encode(moment: datetime, row_id: UUID) -> str:
    """The cursor that stands for a row's place in an order by moment and id."""
    place = json.dumps([moment.isoformat(), str(row_id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, UUID] | None:
    """The place (moment, id) that a cursor stands for, None for the beginning. Problem (422) when it is none."""
    if not cursor:
        return None
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return datetime.fromisoformat(moment), UUID(row_id)
    except (binascii.Error, ValueError, TypeError, AttributeError) as error:
        raise invalid({"cursor": ["This is not a cursor of this list."]}) from error
