"""What was looked up where, counted in the database."""

from typing import Any

import numpy as np
from psycopg import Connection
from psycopg.rows import kwargs_row

from scoring.domain.journey_selections import CaseSelection
from scoring.domain.sources import Use
from scoring.store.journey_figures import filters
from shared.db import statements

_SQL = statements("scoring.store", "sources")


def used(connection: Connection, selection: CaseSelection) -> list[Use]:
    """The most used first: each source as a whole, its channel being None, and each of its channels."""
    # Planned with its values: a kept plan would read all journeys for one.
    with connection.cursor(row_factory=kwargs_row(_use)) as cursor:
        return cursor.execute(_SQL["used"], filters(selection), prepare=False).fetchall()


def _use(ages: str, **counts: Any) -> Use:
    return Use(**counts, ages=np.array(ages.split(",") if ages else [], dtype=np.int64))
