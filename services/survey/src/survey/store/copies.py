"""Everything that is kept of one customer, as it is kept."""

from typing import Any

from psycopg import Connection

from shared.db import statements

_SQL = statements("survey.store", "copies")


def of_customer(connection: Connection, key: str) -> dict[str, list[dict[str, Any]]]:
    """All rows by what they are; empty lists where there is nothing."""
    return {name: [row[0] for row in connection.execute(_SQL[name], {"key": key})] for name in _SQL}
