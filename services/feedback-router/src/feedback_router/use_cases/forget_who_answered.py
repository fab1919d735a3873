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
        blanked = erasure.forget(connection, list(responses), [], now)
        data = {
            "response_ids": [str(response) for response in responses],
            "events": [str(event) for event in blanked],
        }
        event = Event(new_id(), ANONYMISED, "responses", now, cause.request_id, data)
        events.append(connection, [event])
