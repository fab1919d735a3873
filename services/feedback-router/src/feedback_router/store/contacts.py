"""Contacts of customers, as the survey's log tells of them."""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.contacts import Contact
from shared import db
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


def told_by(connection: Connection, told: Collection[UUID]) -> set[str]:
    """The customers of whose contacts these events told."""
    return {row[0] for row in connection.execute(_SQL["told_by"], {"told": list(told)})}


def customers(connection: Connection) -> Iterator[str]:
    """Whoever is known by a contact."""
    return (row[0] for row in connection.execute(_SQL["customers"]))


def forget_of(connection: Connection, customer_keys: Collection[str]) -> list[UUID]:
    """Forget all contacts of these customers: the events that told of them."""
    rows = connection.execute(_SQL["forget_of"], {"customer_keys": list(customer_keys)})
    return [row[0] for row in rows]


def retire(connection: Connection, before: datetime) -> None:
    """Keep that what happened before this moment is to be forgotten; the latest such moment counts."""
    connection.execute(_SQL["retire"], {"before": before})


def forget_retired(connection: Connection, limit: int) -> int:
    """Forget so many of those that are to be, with all that they said; how many these were."""
    return db.count(connection, _SQL["forget_retired"], {"limit": limit})
