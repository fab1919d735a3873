"""What was looked up where, counted in the database."""

from typing import Any

import numpy as np
from psycopg import Connection
from psycopg.rows import kwargs_row

from scoring.domain.journey_selections import CaseSelection, Place
from scoring.domain.sources import Use, UseSize
from scoring.store.journey_figures import filters
from shared.db import statements

_SQL = statements("scoring.store", "sources")


def sizes(connection: Connection, selection: CaseSelection) -> dict[Place, list[UseSize]]:
    """How large each source and each of its channels is, in all places that the filters tell apart."""
    found: dict[Place, list[UseSize]] = {}
    for channel, segment, *columns in connection.execute(
        _SQL["sizes"], filters(selection), prepare=False
    ).fetchall():
        found.setdefault(selection.place_of(channel, segment), []).append(UseSize(*columns))
    return found


def used(connection: Connection, selection: CaseSelection) -> list[Use]:
    """The selection's own, the most used first: each source as a whole, its channel being None, and its channels."""
    # Planned with its values: a kept plan would read all journeys for one.
    with connection.cursor(row_factory=kwargs_row(_use)) as cursor:
        return cursor.execute(_SQL["used"], filters(selection), prepare=False).fetchall()


def _use(ages: str, **counts: Any) -> Use:
    return Use(**counts, ages=np.array(ages.split(",") if ages else [], dtype=np.int64))
