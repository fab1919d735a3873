"""The event log as one team may read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from shared.db import statements
from shared.events import Cursor, Event, Page

_SQL = statements("feedback_router.store", "feed")

_Row = tuple[int, int, int, UUID, str, str, datetime, str, dict[str, Any]]


def of_a_team(connection: Connection, team: str, after: Cursor, limit: int) -> Page:
    """The next events of a team's items after a cursor, oldest first; of those that went to others, the last is that
    they went.
    """
    parameters = {
        "team": team,
        "epoch": after.epoch,
        "txid": str(after.txid),
        "seq": after.seq,
        "limit": limit,
    }
    rows: list[_Row] = connection.execute(_SQL["of_a_team"], parameters).fetchall()
    place = Cursor(*rows[-1][:3]) if rows else after
    return Page([Event(*row[3:]) for row in rows], place, more=len(rows) == limit)
