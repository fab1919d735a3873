"""Everything that is kept of erased customers' answers, taken away."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.store import themes
from shared import events, follower
from shared.db import statements

_SQL = statements("feedback_router.store", "erasure")
_STEPS = (
    "remember",
    "forget_feedback",
    "forget_originals",
    "forget_notes",
    "forget_corrections",
    "forget_theme_words",
    "forget_vectors",
    "forget_messages",
    "forget_digest_mail",
    "forget_digest_items",
    "forget_digest_themes",
    "forget_mail_of_many",
    "forget_critical_notices",
    "forget_praise",
    "forget_agents",
    "forget_contacts",
    "forget_amounts",
    "forget_claims",
    "forget_decisions",
    "forget_reversal_notes",
    "mark_touchpoints_on_their_way",
    "forget_touchpoints",
    "forget_complaints",
    "forget_replies",
)
# What stands in the event log where somebody stood.
_BLANK = {"customer_key": None, "reason": "The customer was erased.", "why": None}


def known(connection: Connection, responses: Iterable[UUID]) -> set[UUID]:
    """Those of these responses that have lost their person."""
    return {row[0] for row in connection.execute(_SQL["known"], {"responses": list(responses)})}


def forget_amounts(connection: Connection, told: Iterable[UUID]) -> None:
    """Take away what the touchpoints said of money of which these events told."""
    connection.execute(_SQL["forget_amounts"], {"told": list(told)})


def forget(connection: Connection, responses: list[UUID], told: list[UUID], now: datetime) -> list[UUID]:
    """Take the person out of these responses' items, their steps, corrections and messages, their contacts, what was
    told of them and could not be understood, and this service's log; the events of this log that were blanked.
    """
    # Who describes a theme meanwhile would write down again what is taken away here.
    themes.lock(connection)
    # Each statement takes of these what it needs.
    values = {"responses": responses, "told": told, "now": now}
    for statement in _STEPS:
        connection.execute(_SQL[statement], values)
    names = [str(response) for response in responses]
    follower.forget_parked(connection, told, "response_id", names)
    return events.redact(connection, "response_id", names, _BLANK)
