"""Count the rollups again from the facts, and put right what does not agree."""

from datetime import datetime

from psycopg import Connection

from scoring.store import recounts
from shared import events
from shared.events import Event
from shared.ids import new_id


def recount(connection: Connection, *, now: datetime, request_id: str) -> dict[str, int]:
    """How many rows of each table of rollups were wrong; all 0 is what is expected."""
    wrong = recounts.recount(connection)
    if any(wrong.values()):
        events.append(
            connection, [Event(new_id(), "scoring.rollups.corrected", "rollups", now, request_id, wrong)]
        )
    return wrong
