"""Complaints: how their customers come back to them."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.complaints import Complaint
from shared.db import count, statements

_SQL = statements("feedback_router.store", "complaints")


def insert(
    connection: Connection, complaint: Complaint, reference_hash: bytes, pseudonym: str | None
) -> bool:
    """Keep a complaint; False when it is there already."""
    values = {**vars(complaint), "reference_hash": reference_hash, "pseudonym": pseudonym}
    return connection.execute(_SQL["insert"], values).rowcount == 1


def is_known(connection: Connection, complaint_id: UUID) -> bool:
    """Whether this complaint is there."""
    row = connection.execute(_SQL["is_known"], {"id": complaint_id}).fetchone()
    return row is not None and bool(row[0])


def by_reference(connection: Connection, reference_hash: bytes) -> Complaint | None:
    """The complaint of a reference."""
    return _one(connection, "by_reference", {"reference_hash": reference_hash})


def of_item(connection: Connection, feedback_id: UUID) -> Complaint | None:
    """The complaint that an item is, if it is one."""
    return _one(connection, "of_item", {"feedback_id": feedback_id})


def count_since(connection: Connection, customer_key: str, since: datetime) -> int:
    """How many complaints this address was given with since then."""
    return count(connection, _SQL["count_since"], {"customer_key": customer_key, "since": since})


def of_pseudonyms(connection: Connection, pseudonyms: list[str]) -> list[UUID]:
    """The complaints of the customer whom other services know by these names."""
    return [row[0] for row in connection.execute(_SQL["of_pseudonyms"], {"pseudonyms": pseudonyms})]


def lock_old(connection: Connection, before: datetime, limit: int) -> list[UUID]:
    """The oldest complaints that came in before a moment; nobody else takes them until the transaction ends."""
    return [row[0] for row in connection.execute(_SQL["lock_old"], {"before": before, "limit": limit})]


def _one(connection: Connection, statement: str, parameters: dict[str, object]) -> Complaint | None:
    with connection.cursor(row_factory=class_row(Complaint)) as cursor:
        return cursor.execute(_SQL[statement], parameters).fetchone()
