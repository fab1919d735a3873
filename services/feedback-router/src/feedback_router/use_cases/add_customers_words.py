"""The customer adds to what they said, on the page or by mail. Where we thought that it was over, it is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.complaints import CUSTOMER
from feedback_router.domain.feedback import Transition
from feedback_router.domain.states import Comment, Reopen
from feedback_router.domain.steps import since_open
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.store import feedback, originals, rules
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.hear_graver_words import hear_graver_words


@dataclass(frozen=True)
class AddedWords:
    """What a customer adds, and what is understood of it."""

    text: str
    understanding: Understanding


def understand_words(text: str, locale: str | None, pipeline: Pipeline) -> AddedWords:
    """Needs no database, and takes its time when the process does it first."""
    return AddedWords(text, pipeline.understand([CommentText(text, locale)])[0])


def add_customers_words(
    connection: Connection, feedback_id: UUID, words: AddedWords, *, now: datetime, request_id: str
) -> None:
    """Note it for the team, masked; the same words again are the same addition, until somebody said that it is over.

    What is graver than the item makes the item as grave.
    """
    item = feedback.lock(connection, feedback_id, None)
    if item is None:
        return
    text, note = words.text, words.understanding.masked_text
    if _is_noted(feedback.transitions(connection, feedback_id), note) and (
        note == text or originals.holds(connection, feedback_id, text)
    ):
        return
    if note != text:
        originals.add(connection, feedback_id, text)
    action = Comment(note) if item.state.is_open else Reopen(note)
    book = rules.in_force(connection).book
    occasion = Occasion(CUSTOMER, now, request_id)
    moved = move(connection, item, action, book, occasion)
    hear_graver_words(connection, moved, words.understanding, book, occasion)


def _is_noted(steps: Sequence[Transition], note: str) -> bool:
    """Whether the customer has said so since the item was open last: "it still fails" is news after each resolution."""
    return any(step.by == CUSTOMER and step.note == note for step in since_open(steps))
