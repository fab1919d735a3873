"""Note on an item that mail about it reached nobody: the team thinks that the customer knows."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.store import feedback
from feedback_router.use_cases.advance_feedback import Occasion, told
from shared import events

_BY = "escucha"
_TO_CUSTOMERS = frozenset({"receipt", "reply"})


def note_failed_mail(
    connection: Connection,
    item: Feedback | None,
    message_id: UUID,
    kind: str,
    reason: str | None,
    *,
    now: datetime,
    request_id: str,
) -> None:
    """A step of the item, which the caller has locked, and its event; of mail to customers, and of no other."""
    if item is None or kind not in _TO_CUSTOMERS:
        return
    detail = {"message_id": str(message_id), "mail": kind, "reason": reason}
    feedback.keep_step(
        connection, item.id, Transition(now, "mail_failed", item.status, item.status, _BY, None, detail)
    )
    events.append(connection, [told(item, "mail_failed", Occasion(_BY, now, request_id), **detail)])
