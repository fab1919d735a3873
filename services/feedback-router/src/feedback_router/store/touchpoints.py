"""Touchpoints that wait to be told to the survey service."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.touchpoints import OutgoingTouchpoint
from shared.db import statements

_SQL = statements("feedback_router.store", "touchpoints")


def put(connection: Connection, touchpoint: OutgoingTouchpoint) -> None:
    """Keep a touchpoint to be told, one of its type for each item."""
    connection.execute(_SQL["put"], vars(touchpoint))


def claim(connection: Connection, now: datetime, until: datetime) -> OutgoingTouchpoint | None:
    """The next one that is due; nobody else is given it until then."""
    with connection.cursor(row_factory=class_row(OutgoingTouchpoint)) as cursor:
        return cursor.execute(_SQL["claim"], {"now": now, "until": until}).fetchone()


def settle(connection: Connection, touchpoint: OutgoingTouchpoint, error: str | None) -> bool:
    """It is told, or given up for this reason; what it said of the customer's address is gone.

    False where its customer was erased meanwhile.
    """
    return connection.execute(_SQL["settle"], {**_key(touchpoint), "error": error}).rowcount == 1


def drop(connection: Connection, touchpoint: OutgoingTouchpoint) -> None:
    """Nothing of it is left to be told."""
    connection.execute(_SQL["drop"], _key(touchpoint))


def put_back(connection: Connection, touchpoint: OutgoingTouchpoint, next_at: datetime, error: str) -> None:
    """It is tried again then."""
    connection.execute(_SQL["put_back"], {**_key(touchpoint), "next_at": next_at, "error": error})


def deny(connection: Connection, feedback_id: UUID, now: datetime) -> bool:
    """The customer says that it is not fixed; False when they had said so, or were not asked."""
    return connection.execute(_SQL["deny"], {"feedback_id": feedback_id, "now": now}).rowcount == 1


def _key(touchpoint: OutgoingTouchpoint) -> dict[str, object]:
    return {"feedback_id": touchpoint.feedback_id, "type": touchpoint.type}
