"""The webhook that somebody wants to do something with."""

from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.webhooks import Webhook
from feedback_router.store import webhooks
from shared.problems import not_found


def find_webhook(connection: Connection, webhook_id: UUID, by: Actor, *, to_change: bool) -> Webhook:
    """Locked until the transaction ends if it is to be changed. Problem (404) when the actor sees no such webhook."""
    look = webhooks.lock if to_change else webhooks.get
    webhook = look(connection, webhook_id, by.team)
    if webhook is None:
        raise not_found("webhook")
    return webhook
