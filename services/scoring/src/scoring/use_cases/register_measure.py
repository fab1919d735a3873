"""Say who answers for a measure."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.measures import RegisteredMeasure
from scoring.store import measures
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def register_measure(
    connection: Connection, measure: RegisteredMeasure, *, now: datetime, request_id: str
) -> Published:
    """Put an entry in force as the next version of its measure, unless nothing changed."""
    published = measures.put(connection, measure, now)
    if published.is_new:
        data = {"key": measure.key, "version": published.version, **measures.as_definition(measure)}
        event = Event(new_id(), "scoring.measure.registered", measure.key, now, request_id, data)
        events.append(connection, [event])
    return published
