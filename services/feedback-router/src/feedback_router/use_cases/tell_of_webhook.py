"""Tell the log what was done to a webhook: never its address, which may be a secret itself."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from feedback_router.domain.webhooks import Webhook
from shared import events
from shared.events import Event
from shared.ids import new_id


def tell_of_webhook(
    connection: Connection, webhook: Webhook, happened: str, *, now: datetime, request_id: str, **data: Any
) -> Event:
    """Append `router.webhook.<happened>` and return it."""
    told = {"webhook_id": str(webhook.id), "team": webhook.team, **data}
    event = Event(new_id(), f"router.webhook.{happened}", str(webhook.id), now, request_id, told)
    events.append(connection, [event])
    return event
