"""Which customer keys are one person, and who said so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from scoring.domain.identities import people
from shared.db import statements

_SQL = statements("scoring.store", "identities")


@dataclass(frozen=True)
class Join:
    """Keys that somebody said are one person, and whether it was taken back. An erased customer's key is gone."""

    id: UUID
    customer_keys: list[str]
    reason: str
    by: str
    joined_at: datetime
    undone_at: datetime | None
    undone_by: str | None
    undone_because: str | None


def insert(
    connection: Connection,
    join_id: UUID,
    customer_keys: Collection[str],
    *,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """Keep a join."""
    connection.execute(_SQL["insert"], {"id": join_id, "reason": reason, "by": by, "now": now})
    connection.execute(_SQL["insert_keys"], {"id": join_id, "customer_keys": sorted(customer_keys)})


def undo(connection: Connection, join_id: UUID, *, reason: str, by: str, now: datetime) -> bool:
    """Take a join back; False when it was taken back before."""
    values = {"id": join_id, "reason": reason, "by": by, "now": now}
    return connection.execute(_SQL["undo"], values).rowcount > 0


def get(connection: Connection, join_id: UUID) -> Join | None:
    """The join with this id."""
    with connection.cursor(row_factory=class_row(Join)) as cursor:
        return cursor.execute(_SQL["get"], {"id": join_id}).fetchone()


def page(connection: Connection, after: tuple[datetime, UUID], limit: int) -> list[Join]:
    """Joins from the oldest to the newest, after a place (joined_at, id)."""
    with connection.cursor(row_factory=class_row(Join)) as cursor:
        return cursor.execute(_SQL["page"], {"at": after[0], "after": after[1], "limit": limit}).fetchall()


def follow_joins(connection: Connection, customer_keys: Collection[str]) -> set[str]:
    """Work out anew who these and all that are or were joined to them are; all whom that concerns."""
    rows = connection.execute(_SQL["related"], {"customer_keys": list(customer_keys)})
    concerned = {row[0] for row in rows}
    joins = connection.execute(_SQL["joins_of"], {"customer_keys": list(concerned)}).fetchall()
    found = people(row[0] for row in joins)
    connection.execute(_SQL["clear"], {"customer_keys": list(concerned)})
    connection.execute(_SQL["put"], {"customer_keys": list(found), "people": list(found.values())})
    return concerned


def of(connection: Connection, customer_keys: Collection[str]) -> dict[str, str]:
    """Who these and all others that are the same people are, by key."""
    rows = connection.execute(_SQL["people"], {"customer_keys": list(customer_keys)})
    return {**{key: key for key in customer_keys}, **{row[0]: row[1] for row in rows}}


def strangers(connection: Connection, customer_keys: Collection[str]) -> list[str]:
    """Those of these keys of whom no touchpoint is known."""
    rows = connection.execute(_SQL["strangers"], {"customer_keys": list(customer_keys)})
    return [row[0] for row in rows]


def forget(connection: Connection, customer_keys: Collection[str]) -> None:
    """Take these keys out of all joins, with what was written about those."""
    connection.execute(_SQL["forget"], {"customer_keys": list(customer_keys)})
