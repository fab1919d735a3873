"""Send a webhook an event of its own, to see whether its receiver is there."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.webhooks import TESTED
from feedback_router.store import deliveries
from feedback_router.store.deliveries import Delivery
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook
from shared.problems import Problem, not_found


def ping_webhook(
    connection: Connection, webhook_id: UUID, *, by: Actor, now: datetime, request_id: str
) -> Delivery:
    """The delivery of `router.webhook.tested`, whatever the webhook wants to hear. Problem (404) when the actor sees no
    such webhook, (409) when it is disabled."""
    webhook = find_webhook(connection, webhook_id, by, to_change=True)
    if webhook.disabled_at is not None:
        raise Problem(409, "The webhook is disabled; enable it first.")
    happened = TESTED.rpartition(".")[2]
    event = tell_of_webhook(connection, webhook, happened, now=now, request_id=request_id, by=by.name)
    deliveries.plan(connection, [(webhook, event)], now)
    planned = deliveries.get(connection, webhook.id, event.id)
    if planned is None:
        raise not_found("delivery")
    return planned
