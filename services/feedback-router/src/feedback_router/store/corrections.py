"""Corrections: what people knew better than the routing, kept for whatever learns from it."""

from dataclasses import asdict, dataclass

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.corrections import Correction
from shared import db

_SQL = db.statements("feedback_router.store", "corrections")


@dataclass(frozen=True)
class Mark:
    """Up to where the corrections go: the newest number, 0 for none, and how many there are."""

    newest: int
    count: int


def keep(connection: Connection, correction: Correction) -> None:
    """Keep a correction."""
    connection.execute(_SQL["keep"], asdict(correction))


def mark(connection: Connection) -> Mark:
    """Up to where they go now."""
    with connection.cursor(row_factory=class_row(Mark)) as cursor:
        found = cursor.execute(_SQL["mark"]).fetchone()
    assert found is not None  # noqa: S101  an aggregate always yields its row
    return found


def count_up_to(connection: Connection, number: int) -> int:
    """How many of them have this number or a lower one: fewer than before when one was erased."""
    return db.count(connection, _SQL["count_up_to"], {"number": number})


def after(connection: Connection, number: int) -> list[Correction]:
    """Those with a higher number, in their order."""
    with connection.cursor(row_factory=class_row(Correction)) as cursor:
        return cursor.execute(_SQL["after"], {"number": number}).fetchall()
