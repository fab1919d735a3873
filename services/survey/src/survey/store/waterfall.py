"""The waterfall, as it is kept with every change of an invitation."""

from datetime import date, datetime

from psycopg import Connection

from shared import db
from survey.domain.waterfall import UNITS, Cell

_SQL = db.statements("survey.store", "waterfall")


def cells(connection: Connection, by: list[str], first: date, last: date, now: datetime) -> list[Cell]:
    """What became of the invitations that were made on these days (UTC), by these units in their order."""
    values = {"by": by, "first": first, "last": last, "now": now}
    places = [UNITS.index(unit) for unit in by]
    return [
        Cell(tuple(row[place] for place in places), *row[len(UNITS) :])
        for row in connection.execute(_SQL["cells"], values)
    ]


def fold(connection: Connection, limit: int) -> int:
    """Make so many changes, at most, part of what is kept by day; how many they were. No count differs by it."""
    folded = db.count(connection, _SQL["fold"], {"limit": limit})
    connection.execute(_SQL["clear"])
    return folded
