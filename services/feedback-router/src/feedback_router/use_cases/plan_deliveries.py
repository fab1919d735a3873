"""Plan who is told of what happened: this service follows its own log as it follows others'."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.webhooks import ERASED
from feedback_router.store import deliveries, webhooks
from feedback_router.use_cases.forget_who_answered import ANONYMISED
from shared.events import Event


def plan_deliveries(connection: Connection, told: list[tuple[Event, Any]], *, now: datetime) -> None:
    """Plan the deliveries of these events, each once, and forget what receivers said of those that were erased."""
    listening = webhooks.listening(connection)
    wanted = [
        (webhook, event)
        for event, _ in told
        for webhook in listening
        if webhook.wants(event.type, event.data)
    ]
    deliveries.plan(connection, wanted, now)
    for event, _ in told:
        if event.type in (ERASED, ANONYMISED):
            deliveries.forget_answers(connection, [UUID(blanked) for blanked in event.data["events"]])
