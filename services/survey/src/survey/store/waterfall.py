"""The waterfall, counted from the invitations and their responses."""

from datetime import datetime

from psycopg import Connection

from shared.db import statements
from survey.domain.waterfall import UNITS, Cell

_SQL = statements("survey.store", "waterfall")


def cells(
    connection: Connection, by: list[str], since: datetime, until: datetime, now: datetime
) -> list[Cell]:
    """What became of the invitations that were made since then and before `until`, by these units in their order."""
    values = {"by": by, "since": since, "until": until, "now": now}
    places = [UNITS.index(unit) for unit in by]
    return [
        Cell(tuple(row[place] for place in places), *row[len(UNITS) :])
        for row in connection.execute(_SQL["cells"], values)
    ]
