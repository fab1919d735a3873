"""Reports of staff that have grown old."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared.db import statements

_SQL = statements("feedback_router.store", "reports")


def lock_old(connection: Connection, before: datetime, limit: int) -> list[UUID]:
    """So many of those that came in before then and still say something, the oldest first; nobody else takes them."""
    rows = connection.execute(_SQL["lock_old"], {"before": before, "limit": limit})
    return [row[0] for row in rows]
