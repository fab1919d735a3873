"""Messages that wait to be handed over to the survey service."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.messages import Message
from shared.db import statements

_SQL = statements("feedback_router.store", "messages")


def put(connection: Connection, message: Message, now: datetime) -> None:
    """Keep a message to be handed over, once by its id."""
    connection.execute(
        _SQL["put"],
        {
            "id": message.id,
            "feedback_id": message.feedback_id,
            "kind": message.kind,
            "body": Jsonb(message.body),
            "now": now,
        },
    )


def claim(connection: Connection, now: datetime, until: datetime) -> Message | None:
    """The next one that is due; nobody else is given it until then."""
    with connection.cursor(row_factory=class_row(Message)) as cursor:
        return cursor.execute(_SQL["claim"], {"now": now, "until": until}).fetchone()


def settle(connection: Connection, message_id: UUID, state: str, error: str | None, now: datetime) -> bool:
    """It is "handed_over" or "given_up"; False when it was settled before, or has gone."""
    parameters = {"id": message_id, "state": state, "error": error, "now": now}
    return connection.execute(_SQL["settle"], parameters).rowcount == 1


def put_back(connection: Connection, message_id: UUID, next_at: datetime, error: str) -> None:
    """It is tried again then."""
    connection.execute(_SQL["put_back"], {"id": message_id, "next_at": next_at, "error": error})


def item_of(connection: Connection, message_id: UUID) -> UUID | None:
    """The item that a message is about, if it is about one."""
    row = connection.execute(_SQL["item_of"], {"id": message_id}).fetchone()
    return row[0] if row else None
