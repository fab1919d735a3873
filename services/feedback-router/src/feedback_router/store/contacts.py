"""Contacts of customers, as the survey's log tells of them."""

from dataclasses import asdict

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.contacts import Contact
from shared.db import jsonb, statements

_SQL = statements("feedback_router.store", "contacts")


def keep(connection: Connection, contacts: list[Contact]) -> None:
    """Keep these contacts, each once."""
    connection.execute(_SQL["keep"], {"contacts": jsonb([asdict(contact) for contact in contacts])})


def newest(connection: Connection, customer_key: str | None, limit: int) -> list[Contact]:
    """A customer's newest contacts, the newest first."""
    if customer_key is None:
        return []
    with connection.cursor(row_factory=class_row(Contact)) as cursor:
        return cursor.execute(_SQL["newest"], {"customer_key": customer_key, "limit": limit}).fetchall()
