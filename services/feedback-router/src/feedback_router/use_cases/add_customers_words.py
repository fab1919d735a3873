"""The customer adds to what they said, on the page or by mail. Where we thought that it was over, it is not."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.complaints import CUSTOMER
from feedback_router.domain.feedback import Comment, Reopen, Transition
from feedback_router.domain.steps import since_open
from feedback_router.store import feedback, originals, rules
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.mask import masked


def add_customers_words(
    connection: Connection, feedback_id: UUID, text: str, *, now: datetime, request_id: str
) -> None:
    """Note it for the team, masked; the same words again are the same addition, until somebody said that it is over."""
    item = feedback.lock(connection, feedback_id, None)
    if item is None:
        return
    note = masked(text, item.language)
    if _is_noted(feedback.transitions(connection, feedback_id), note) and (
        note == text or originals.holds(connection, feedback_id, text)
    ):
        return
    if note != text:
        originals.add(connection, feedback_id, text)
    action = Comment(note) if item.state.is_open else Reopen(note)
    book = rules.in_force(connection).book
    move(connection, item, action, book, Occasion(CUSTOMER, now, request_id))


def _is_noted(steps: Sequence[Transition], note: str) -> bool:
    """Whether the customer has said so since the item was open last: "it still fails" is news after each resolution."""
    return any(step.by == CUSTOMER and step.note == note for step in since_open(steps))
