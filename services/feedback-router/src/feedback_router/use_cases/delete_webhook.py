"""A team wants to be told no more."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.store import webhooks
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook


def delete_webhook(
    connection: Connection, webhook_id: UUID, *, by: Actor, now: datetime, request_id: str
) -> None:
    """It and its log are gone, for whoever looks. Problem (404) when the actor sees no such webhook."""
    webhook = find_webhook(connection, webhook_id, by, to_change=True)
    webhooks.delete(connection, webhook.id, now)
    tell_of_webhook(connection, webhook, "deleted", now=now, request_id=request_id, by=by.name)
