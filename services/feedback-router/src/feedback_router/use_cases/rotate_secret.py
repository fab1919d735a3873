"""Give a webhook a new secret, beside the old one until its time is over."""

from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.webhook_secrets import MOST_AT_ONCE
from feedback_router.store import webhooks
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook
from shared.problems import Problem


def rotate_secret(
    connection: Connection,
    webhook_id: UUID,
    grace: timedelta,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> int:
    """The number of the new secret; all others sign for `grace` at most. Problem (404) when the actor sees no such
    webhook, (409) when too many would sign at once."""
    webhook = find_webhook(connection, webhook_id, by, to_change=True)
    in_force = len(webhooks.secrets(connection, [webhook.id], now)[webhook.id])
    if grace and in_force >= MOST_AT_ONCE:
        raise Problem(409, f"{in_force} secrets are in force; let some expire, or let all old ones end now.")
    number = webhooks.add_secret(connection, webhook.id, now)
    webhooks.expire_others(connection, webhook.id, number, now + grace)
    tell_of_webhook(connection, webhook, "rotated", now=now, request_id=request_id, by=by.name)
    return number
