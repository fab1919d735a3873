"""Put a list of executives in force, once."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.executives import ExecutiveList
from feedback_router.store import executives
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def set_executives(
    connection: Connection, people: ExecutiveList, *, now: datetime, request_id: str
) -> Published:
    """Keep it as the next version and tell so, without anybody's address; the same again changes nothing."""
    published = executives.put(connection, people, now)
    if published.is_new:
        data = {"version": published.version, "executives": [one.key for one in people.executives]}
        events.append(
            connection, [Event(new_id(), "router.executives.set", "executives", now, request_id, data)]
        )
    return published
