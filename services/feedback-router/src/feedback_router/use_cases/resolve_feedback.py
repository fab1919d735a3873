"""The team says what it did about an item."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.feedback import Feedback, Resolve
from feedback_router.use_cases.advance_feedback import advance_feedback


def resolve_feedback(
    connection: Connection,
    feedback_id: UUID,
    what_was_done: str,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Feedback:
    """The resolved item. Problem (404) when the actor sees no such item, TransitionError when it is resolved already
    with other words."""
    action = Resolve(what_was_done)
    return advance_feedback(connection, feedback_id, action, by=by, now=now, request_id=request_id)
