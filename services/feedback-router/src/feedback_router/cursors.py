"""Cursors of lists that come in several orders: each stands for the last item's place in its own."""

from datetime import datetime
from uuid import UUID

from feedback_router.store.feedback import Place
from shared import paging


def encode(place: Place, order: str) -> str:
    """The cursor for a place in a list of this order."""
    return paging.pack(order, str(place.moment), str(place.id), place.priority)


def decode(cursor: str, order: str) -> Place | None:
    """The place that a cursor stands for, None for the beginning. Problem (422) when it is none of this order."""

    def read(given: str, moment: str, row_id: str, priority: float) -> Place:
        if given != order:
            raise ValueError(given)
        return Place(UUID(row_id), datetime.fromisoformat(moment), float(priority))

    return paging.unpack(cursor, read)
