"""Originals: what customers wrote, word for word, where teams see it masked."""

from collections.abc import Mapping
from uuid import UUID

from psycopg import Connection

from shared.db import statements

_SQL = statements("feedback_router.store", "originals")


def keep(connection: Connection, texts: Mapping[UUID, str]) -> None:
    """Keep the originals of these comments, in the place of what was kept of them before."""
    if texts:
        connection.execute(_SQL["keep"], {"ids": list(texts), "texts": list(texts.values())})


def add(connection: Connection, feedback_id: UUID, text: str) -> None:
    """Keep what the customer added to their comment, whatever becomes of the comment."""
    connection.execute(_SQL["add"], {"id": feedback_id, "text": text})


def holds(connection: Connection, feedback_id: UUID, text: str) -> bool:
    """Whether the customer has added just this: two numbers of a phone look the same once they are masked."""
    row = connection.execute(_SQL["holds"], {"id": feedback_id, "text": text}).fetchone()
    return bool(row and row[0])


def drop(connection: Connection, feedback_id: UUID) -> None:
    """The item says now what was written; what was added to it stays."""
    connection.execute(_SQL["drop"], {"id": feedback_id})


def get(connection: Connection, feedback_id: UUID) -> str | None:
    """The comment and what was added to it, word for word; None where nothing is masked."""
    row = connection.execute(_SQL["get"], {"id": feedback_id}).fetchone()
    return row[0] if row else None
