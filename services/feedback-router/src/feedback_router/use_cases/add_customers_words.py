"""The customer adds to what they said, on the page or by mail. Where we thought that it was over, it is not."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.complaints import CUSTOMER
from feedback_router.domain.feedback import Comment, Reopen
from feedback_router.store import feedback, originals, rules
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.mask import masked


def add_customers_words(
    connection: Connection, feedback_id: UUID, text: str, *, now: datetime, request_id: str
) -> None:
    """Note it for the team, masked; the same words again are the same addition."""
    item = feedback.lock(connection, feedback_id, None)
    if item is None:
        return
    note = masked(text, item.language)
    steps = feedback.transitions(connection, feedback_id)
    if any(step.by == CUSTOMER and step.note == note for step in steps):
        return
    if note != text:
        originals.add(connection, feedback_id, text)
    action = Comment(note) if item.state.is_open else Reopen(note)
    book = rules.in_force(connection).book
    move(connection, item, action, book, Occasion(CUSTOMER, now, request_id))
