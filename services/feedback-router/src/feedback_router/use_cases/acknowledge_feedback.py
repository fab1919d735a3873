"""The team says that it has seen an item."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.feedback import Acknowledge, Feedback
from feedback_router.use_cases.advance_feedback import advance_feedback


def acknowledge_feedback(
    connection: Connection, feedback_id: UUID, *, by: Actor, now: datetime, request_id: str
) -> Feedback:
    """The acknowledged item; what was seen before stays as it is. Problem (404) when the actor sees no such item."""
    return advance_feedback(connection, feedback_id, Acknowledge(), by=by, now=now, request_id=request_id)
