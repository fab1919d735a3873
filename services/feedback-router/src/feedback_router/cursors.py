"""Cursors of lists that come in several orders: each stands for the last item's place in its own."""

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from feedback_router.store.feedback import Place
from shared.problems import invalid


def encode(place: Place, order: str) -> str:
    """The cursor for a place in a list of this order."""
    parts = json.dumps([order, str(place.moment), str(place.id), place.priority])
    return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


def decode(cursor: str, order: str) -> Place | None:
    """The place that a cursor stands for, None for the beginning. Problem (422) when it is none of this order."""
    if not cursor:
        return None
    try:
        given, moment, row_id, priority = json.loads(
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        )
        if given != order:
            raise ValueError(given)
        return Place(UUID(row_id), datetime.fromisoformat(moment), float(priority))
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise invalid({"cursor": ["This is not a cursor of this list."]}) from error
