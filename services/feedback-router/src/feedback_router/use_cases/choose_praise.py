"""Keep whether a person wants to be sent praise; it is kept beside their team either way."""

from datetime import datetime

from psycopg import Connection

from feedback_router.store import praises
from shared import events
from shared.events import Event
from shared.ids import new_id


def choose_praise(connection: Connection, person: str, *, out: bool, now: datetime, request_id: str) -> None:
    """From now on; the same again changes nothing."""
    if praises.opt(connection, person, out=out, now=now):
        kind = "router.praise.stopped" if out else "router.praise.started"
        events.append(connection, [Event(new_id(), kind, person, now, request_id, {"person": person})])
