"""Have the survey service ask a customer whether what was resolved is fixed: it hears of it as a touchpoint."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.touchpoints import RESOLVED, OutgoingTouchpoint
from feedback_router.domain.understanding import Kind
from feedback_router.store import touchpoints

_NOTHING_TO_FIX = frozenset({Kind.PRAISE})


def ask_whether_fixed(connection: Connection, item: Feedback, now: datetime) -> None:
    """Once an item, and only of who is known. Who is asked in the end, triggers and the contact policy decide there."""
    if item.customer_key is not None and item.kind not in _NOTHING_TO_FIX:
        touchpoints.put(connection, OutgoingTouchpoint(item.id, RESOLVED, now, item.customer_key))
