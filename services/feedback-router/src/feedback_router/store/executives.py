"""The executives' list, in the version that is in force."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from psycopg import Connection

from feedback_router.domain.executives import Executive, ExecutiveList
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("feedback_router.store", "executives")
# There is one list; its versions are kept like those of everything that is published.
_KEY = "executives"
_NOBODY = ExecutiveList(0, ())


def put(connection: Connection, executives: ExecutiveList, now: datetime) -> Published:
    """Put a list in force as the next version, whatever version it claims, unless nothing changed."""
    return versions.publish(connection, _SQL, _KEY, to_definition(executives), now)


def in_force(connection: Connection) -> ExecutiveList:
    """The list that is in force: nobody until somebody sets one."""
    row = connection.execute(_SQL["newest"]).fetchone()
    return from_definition(row[1], row[0]) if row else _NOBODY


def to_definition(executives: ExecutiveList) -> dict[str, Any]:
    """The list as the API shows and takes it."""
    definition = asdict(executives)
    del definition["version"]
    return definition


def from_definition(definition: dict[str, Any], version: int) -> ExecutiveList:
    """The list that a well-formed definition describes."""
    executives = (
        Executive(**{**one, "journeys": tuple(one["journeys"])}) for one in definition["executives"]
    )
    return ExecutiveList(version, tuple(executives))
