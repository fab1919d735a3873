"""Send again what a receiver was told, or should have been."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.store import deliveries
from feedback_router.store.deliveries import Delivery
from feedback_router.use_cases.find_webhook import find_webhook
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook
from shared.problems import not_found

# What one call replays at most: it must be done before its caller loses patience.
MOST = 10_000


def replay_delivery(
    connection: Connection,
    webhook_id: UUID,
    event_id: UUID,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Delivery:
    """The delivery, due now, with the same id and payload as ever. Problem (404) when the actor sees none."""
    webhook = find_webhook(connection, webhook_id, by, to_change=True)
    before = deliveries.get(connection, webhook.id, event_id)
    if before is None:
        raise not_found("delivery")
    if before.state == "waiting":
        return before
    deliveries.replay(connection, webhook.id, event_id, now)
    tell_of_webhook(connection, webhook, "replayed", now=now, request_id=request_id, by=by.name, deliveries=1)
    return deliveries.get(connection, webhook.id, event_id) or before


def replay_range(
    connection: Connection,
    webhook_id: UUID,
    since: datetime,
    until: datetime,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> tuple[int, datetime | None]:
    """How many deliveries of what happened from `since` on and before `until` are sent again, the oldest first, and
    from which time on to ask again when there were too many for once; else None. Problem (404) as above."""
    webhook = find_webhook(connection, webhook_id, by, to_change=True)
    times = deliveries.replay_range(connection, webhook.id, since, until, MOST, now)
    if times:
        tell_of_webhook(
            connection, webhook, "replayed", now=now, request_id=request_id, by=by.name, deliveries=len(times)
        )
    return len(times), max(times) if len(times) == MOST else None
