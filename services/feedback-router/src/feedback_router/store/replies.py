"""Replies to customers."""

from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.replies import Reply
from shared.db import statements

_SQL = statements("feedback_router.store", "replies")


def insert(connection: Connection, reply: Reply) -> bool:
    """Keep a reply; False when one has its id already."""
    return connection.execute(_SQL["insert"], vars(reply)).rowcount == 1


def get(connection: Connection, reply_id: UUID) -> Reply | None:
    """The reply, with what became of its mail."""
    with connection.cursor(row_factory=class_row(Reply)) as cursor:
        return cursor.execute(_SQL["get"], {"id": reply_id}).fetchone()


def of_item(connection: Connection, feedback_id: UUID) -> list[Reply]:
    """All replies about an item, the oldest first."""
    with connection.cursor(row_factory=class_row(Reply)) as cursor:
        return cursor.execute(_SQL["of_item"], {"feedback_id": feedback_id}).fetchall()


def settle(connection: Connection, reply_id: UUID, state: str, error: str | None) -> None:
    """Its mail was "sent", or has "failed" for this reason."""
    connection.execute(_SQL["settle"], {"id": reply_id, "state": state, "error": error})
