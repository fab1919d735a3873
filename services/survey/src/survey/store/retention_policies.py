"""The retention policy in all its versions; 0 is the built-in one, which is no row."""

from dataclasses import asdict
from datetime import datetime

from psycopg import Connection

from shared import versions
from shared.db import statements
from shared.versions import Kept, Published
from survey.domain.retention import BUILT_IN, RetentionPolicy

_SQL = statements("survey.store", "retention_policies")


def put(connection: Connection, policy: RetentionPolicy, now: datetime) -> Published:
    """Put a policy in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, "", asdict(policy), now)


def in_force(connection: Connection) -> tuple[int, RetentionPolicy]:
    """The version and the policy."""
    row = connection.execute(_SQL["newest"]).fetchone()
    return (row[0], RetentionPolicy(**row[1])) if row else (0, BUILT_IN)


def page(connection: Connection, before: int, limit: int) -> list[Kept]:
    """Versions before this one, the newest first."""
    return versions.newest_first(connection, _SQL, before, limit, built_in=asdict(BUILT_IN))
