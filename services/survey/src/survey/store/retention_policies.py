"""The retention policy in all its versions; 0 is the built-in one, which is no row."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared import versions
from shared.db import statements
from shared.versions import Published
from survey.domain.retention import BUILT_IN, RetentionPolicy

_SQL = statements("survey.store", "retention_policies")


@dataclass(frozen=True)
class Listed:
    """One version; `set_at` is None for the built-in one."""

    version: int
    set_at: datetime | None
    definition: dict[str, Any]


def put(connection: Connection, policy: RetentionPolicy, now: datetime) -> Published:
    """Put a policy in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, "", asdict(policy), now)


def in_force(connection: Connection) -> tuple[int, RetentionPolicy]:
    """The version and the policy."""
    row = connection.execute(_SQL["newest"]).fetchone()
    return (row[0], RetentionPolicy(**row[1])) if row else (0, BUILT_IN)


def listing(connection: Connection) -> list[Listed]:
    """All versions, the one in force first."""
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        rows = cursor.execute(_SQL["list"]).fetchall()
    return [*rows, Listed(0, None, asdict(BUILT_IN))]
