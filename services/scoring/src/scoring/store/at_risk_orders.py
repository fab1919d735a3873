"""Orders for models of who is at risk."""

from dataclasses import asdict
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from scoring.domain.at_risk_orders import ModelOrder, OrderState
from shared.db import statements

_SQL = statements("scoring.store", "at_risk_orders")


def put(connection: Connection, order: ModelOrder) -> ModelOrder:
    """Keep an order, unless the same is waiting: that one, then."""
    with connection.cursor(row_factory=class_row(ModelOrder)) as cursor:
        kept = cursor.execute(_SQL["put"], asdict(order)).fetchone()
    assert kept is not None  # noqa: S101  it is inserted or updated, and returned either way
    return kept


def find(connection: Connection, order_id: UUID) -> ModelOrder | None:
    """This one."""
    with connection.cursor(row_factory=class_row(ModelOrder)) as cursor:
        return cursor.execute(_SQL["find"], {"id": order_id}).fetchone()


def newest(connection: Connection, journey: str) -> ModelOrder | None:
    """The last one of this journey."""
    with connection.cursor(row_factory=class_row(ModelOrder)) as cursor:
        return cursor.execute(_SQL["newest"], {"journey": journey}).fetchone()


def next_waiting(connection: Connection) -> ModelOrder | None:
    """The oldest that is neither made nor failed."""
    with connection.cursor(row_factory=class_row(ModelOrder)) as cursor:
        return cursor.execute(_SQL["next"]).fetchone()


def hold(connection: Connection, order_id: UUID) -> bool:
    """Whether it is still waiting; if so, nobody else finishes it before this transaction ends."""
    return connection.execute(_SQL["hold"], {"id": order_id}).fetchone() is not None


def finish(connection: Connection, order_id: UUID, state: OrderState, version: int | None = None) -> None:
    """Keep what became of it."""
    connection.execute(_SQL["finish"], {"id": order_id, "state": state, "version": version})
