"""Understand what came in before comments were understood: mask it, and find out what it says. Nobody is re-routed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.store import feedback, originals
from feedback_router.text.pipeline import Pipeline
from feedback_router.use_cases.route_comments import as_understood

_BATCH = 500

Transaction = Callable[[], AbstractContextManager[Connection]]


def understand_more(read: Transaction, change: Transaction, pipeline: Pipeline) -> int:
    """A batch of them; how many there were."""
    with read() as connection:
        items = feedback.not_understood(connection, _BATCH)
    if not items:
        return 0
    found = pipeline.understand([CommentText(item.text, item.language) for item in items])
    with change() as connection:
        # Who was erased or has said something else in the meantime is left alone.
        still = {item.id for item in feedback.lock_not_understood(connection, [item.id for item in items])}
        for item, understanding in zip(items, found, strict=True):
            if item.id in still:
                _keep(connection, item, understanding)
    return len(items)


def _keep(connection: Connection, item: Feedback, understanding: Understanding) -> None:
    feedback.revise(
        connection, replace(item, **as_understood(understanding, item.submitted_at, item.resolve_by))
    )
    if understanding.masked_text != item.text:
        originals.keep(connection, {item.id: item.text})
