"""How many begin a complaint, and how many send it."""

from datetime import date

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.abandonment import Counts
from shared.db import statements

_SQL = statements("feedback_router.store", "complaint_counts")


def count_begun(connection: Connection, day: date, language: str) -> None:
    """One more has begun."""
    _count(connection, Counts(day, language, begun=1, sent_of_begun=0, sent=0))


def count_sent(connection: Connection, day: date, language: str, *, begun: bool) -> None:
    """One more was sent; `begun` says whether it was counted when it was begun."""
    _count(connection, Counts(day, language, begun=0, sent_of_begun=int(begun), sent=1))


def between(connection: Connection, first: date, last: date) -> list[Counts]:
    """The counts of these days, both included."""
    with connection.cursor(row_factory=class_row(Counts)) as cursor:
        return cursor.execute(_SQL["between"], {"first": first, "last": last}).fetchall()


def _count(connection: Connection, counts: Counts) -> None:
    connection.execute(_SQL["count"], vars(counts))
