"""Event logs without HTTP between writer and reader, and effects that can be counted."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields
from psycopg import Connection

from shared import events
from shared.db import Database
from shared.events import Cursor, Event
from shared.follower import Batch, Fetch, Handler
from shared.ids import new_id

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def happened(kind: str = "test.happened", **data: Any) -> Event:
    """An event of a test."""
    return Event(new_id(), kind, "subject", AT, "request-1", data or {"number": 1})


def reading(database: Database) -> Fetch:
    """Reads a log straight from its database, page by page as the API serves it."""

    def fetch(after: str, limit: int) -> Batch:
        with database.transaction() as connection:
            page = events.read(connection, Cursor.parse(after), limit)
        return Batch(page.events, str(page.cursor), page.more)

    return fetch


class NumberSchema(Schema):
    """Events that carry a number."""

    number = fields.Integer(required=True, strict=True)


def note(connection: Connection, understood: list[tuple[Event, Any]]) -> None:
    """One row an event: a doubled effect shows as a second row."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO effects (event_id) VALUES (%s)", [(event.id,) for event, _ in understood]
        )


NOTING = {"test.happened": Handler(NumberSchema(), note)}


def effects(database: Database) -> list[Any]:
    """The ids of all effects, in order of writing."""
    with database.transaction() as connection:
        return [row[0] for row in connection.execute("SELECT event_id FROM effects ORDER BY at")]
