"""Declare which attributes of touchpoints are dimensions of scores."""

from datetime import datetime

from psycopg import Connection

from scoring.store import attributes
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def declare_dimensions(
    connection: Connection, names: list[str], *, now: datetime, request_id: str
) -> Published:
    """Keep the declaration as the next version, unless nothing changed. It holds for what is heard from then on."""
    published = attributes.declare(connection, names, now)
    if published.is_new:
        data = {"attributes": sorted(names), "version": published.version}
        event = Event(new_id(), "scoring.dimensions.declared", "attributes", now, request_id, data)
        events.append(connection, [event])
    return published
