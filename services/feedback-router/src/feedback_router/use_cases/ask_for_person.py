"""The customer wants a person to look at it: the next in the team's escalation answers for it."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.complaints import CUSTOMER
from feedback_router.domain.links import Links
from feedback_router.domain.states import Comment, Escalate, TransitionError
from feedback_router.domain.steps import since_open
from feedback_router.store import feedback, rules
from feedback_router.use_cases.advance_feedback import Occasion, hand_over, move
from feedback_router.use_cases.notify_person import notify_person
from feedback_router.use_cases.word_reasons import plain
from shared.settings import Settings

WISH = plain("wants_a_person")


def ask_for_person(
    connection: Connection, feedback_id: UUID, settings: Settings, *, now: datetime, request_id: str
) -> None:
    """One step up, once: asking again goes no higher. Where nobody is higher up, who answers for it is written to."""
    item = feedback.lock(connection, feedback_id, None)
    if item is None or not item.state.is_open or has_asked(connection, feedback_id):
        return
    book, occasion = rules.in_force(connection).book, Occasion(CUSTOMER, now, request_id)
    try:
        hand_over(connection, item, Escalate(WISH), book, settings, occasion)
    except TransitionError:
        move(connection, item, Comment(WISH), book, occasion)
        notify_person(connection, book, item, "wanted", Links(settings.public_url), now)


def has_asked(connection: Connection, feedback_id: UUID) -> bool:
    """Whether the customer has asked for a person since the item was over last: who opens it again may ask again."""
    steps = since_open(feedback.transitions(connection, feedback_id))
    return any(step.by == CUSTOMER and step.note == WISH for step in steps)
