"""Published surveys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared import versions
from shared.db import Executes, statements
from shared.versions import Published
from survey.domain.surveys import Survey
from survey.store.definitions import from_definition, to_definition

_SQL = statements("survey.store", "surveys")
# A published version never changes, so what was read once need not be read again.
_kept: dict[tuple[str, int], Survey] = {}
_KEPT_AT_MOST = 1000


@dataclass(frozen=True)
class Listed:
    """One survey in its newest version."""

    key: str
    version: int
    published_at: datetime
    definition: dict[str, Any]


def publish(connection: Connection, survey: Survey, now: datetime) -> Published:
    """Keep the survey as its next version, unless nothing changed."""
    return versions.publish(connection, _SQL, survey.key, to_definition(survey), now)


def newest(connection: Connection, key: str) -> tuple[int, Survey] | None:
    """The version in force and its survey; None when no survey has this key."""
    row = connection.execute(_SQL["newest"], {"key": key}).fetchone()
    return (row[0], from_definition(row[1])) if row else None


def get(connection: Executes, key: str, version: int) -> Survey:
    """A version that is known to exist."""
    survey = find(connection, key, version)
    assert survey is not None  # noqa: S101  versions are never deleted
    return survey


def find(connection: Executes, key: str, version: int) -> Survey | None:
    """This version, None when there is none."""
    survey = _kept.get((key, version))
    if survey is None:
        row = connection.execute(_SQL["get"], {"key": key, "version": version}).fetchone()
        if row is None:
            return None
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        survey = _kept[key, version] = from_definition(row[1])
    return survey


def page(connection: Connection, after: str, limit: int) -> list[Listed]:
    """Surveys in their newest versions, in the order of their keys, after this one."""
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(_SQL["page"], {"after": after, "limit": limit}).fetchall()
