"""Forget whose answers these were, when the survey service may not know it any longer: as if each had been erased."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.store import erasure
from shared import events
from shared.events import Event
from shared.ids import new_id

ANONYMISED = "router.responses.anonymised"


def forget_who_answered(
    connection: Connection, told: list[tuple[Event, tuple[UUID, ...]]], *, now: datetime
) -> None:
    """Heard again, it takes nothing more. Who follows this log is told which of its events spoke of them."""
    for cause, responses in told:
        forget_whose(connection, list(responses), now=now, request_id=cause.request_id)


def forget_whose(connection: Connection, responses: list[UUID], *, now: datetime, request_id: str) -> None:
    """Forget whose these answers and complaints were, and tell of it."""
    blanked = erasure.forget(connection, responses, [], now)
    data = {
        "response_ids": [str(response) for response in responses],
        "events": [str(event) for event in blanked],
    }
    events.append(connection, [Event(new_id(), ANONYMISED, "responses", now, request_id, data)])
