"""Critical failures: items of the highest severity, each noticed once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.executives import Executive
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.service_levels import MOST_SEVERE
from feedback_router.store import feedback
from shared.db import statements

_SQL = statements("feedback_router.store", "critical_failures")


@dataclass(frozen=True)
class CriticalFailure:
    """An item, when it was noticed, and the keys of the executives who were written to."""

    item: Feedback
    noticed_at: datetime
    told: list[str]


def insert(connection: Connection, feedback_id: UUID, told: list[str], now: datetime) -> bool:
    """Keep that an item is critical; False when that was noticed before."""
    parameters = {"feedback_id": feedback_id, "told": told, "now": now}
    return connection.execute(_SQL["insert"], parameters).rowcount == 1


def page(
    connection: Connection, *, is_open: bool | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[CriticalFailure]:
    """The newest first, after a place (noticed_at, id): what is open and critical still, what is not, or with None
    both."""
    at, after_id = after or (None, None)
    parameters = {
        "over": is_open is False,
        "most_severe": MOST_SEVERE,
        "at": at,
        "id": after_id,
        "limit": limit,
    }
    rows = connection.execute(_SQL["page_open" if is_open else "page"], parameters).fetchall()
    items = {item.id: item for item in feedback.find(connection, [row[0] for row in rows])}
    return [CriticalFailure(items[row[0]], row[1], row[2]) for row in rows]


def noticed(
    connection: Connection, executive: Executive, since: datetime, until: datetime, limit: int
) -> tuple[int, list[Feedback]]:
    """How many were noticed in this time and are of this executive's journeys, or were told to them; and the first."""
    parameters = {
        "since": since,
        "until": until,
        "journeys": list(executive.journeys) or None,
        "executive": executive.key,
        "limit": limit,
    }
    rows = connection.execute(_SQL["noticed"], parameters).fetchall()
    return rows[0][1] if rows else 0, feedback.find(connection, [row[0] for row in rows])
