"""Say whom to reach out to on a journey, and which share of these to hold out."""

from dataclasses import asdict
from datetime import datetime

from psycopg import Connection

from scoring.domain.at_risk_programmes import Programme
from scoring.store import at_risk_programmes
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def set_at_risk_programme(
    connection: Connection, programme: Programme, *, now: datetime, request_id: str
) -> Published:
    """Put it in force for who is drawn from now on, unless nothing changed."""
    published = at_risk_programmes.put(connection, programme, now)
    if published.is_new:
        data = {**asdict(programme), "version": published.version}
        event = Event(new_id(), "scoring.at_risk_programme.set", programme.journey, now, request_id, data)
        events.append(connection, [event])
    return published
