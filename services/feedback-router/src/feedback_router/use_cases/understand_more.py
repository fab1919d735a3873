"""Understand what came in before comments were understood: mask it, and find out what it says. Nobody is re-routed.

What turns out to be critical and is still open, the executives hear of now.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.store import feedback, originals
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.advance_feedback import Occasion
from feedback_router.use_cases.route_comments import BY, as_understood
from feedback_router.use_cases.tell_executives import tell_executives

_BATCH = 500

Transaction = Callable[[], AbstractContextManager[Connection]]


def understand_more(read: Transaction, change: Transaction, pipeline: Pipeline, *, now: datetime) -> int:
    """A batch of them; how many there were."""
    with read() as connection:
        items = feedback.not_understood(connection, _BATCH)
    if not items:
        return 0
    found = pipeline.understand([CommentText(item.text, item.language) for item in items])
    with change() as connection:
        # Who was erased or has said something else in the meantime is left alone; what people did with it stays done.
        still = {
            item.id: item for item in feedback.lock_not_understood(connection, [one.id for one in items])
        }
        for read_before, understanding in zip(items, found, strict=True):
            item = still.get(read_before.id)
            if item and item.text == read_before.text:
                understood = _keep(connection, item, understanding)
                occasion = Occasion(BY, now, f"understood-{item.id}")
                tell_executives(connection, [understood], occasion)
    return len(items)


def _keep(connection: Connection, item: Feedback, understanding: Understanding) -> Feedback:
    understood = replace(item, **as_understood(understanding, item.submitted_at, item.resolve_by))
    feedback.revise(connection, understood)
    if understanding.masked_text != item.text:
        originals.keep(connection, {item.id: item.text})
    return understood
