"""The brand in all its versions."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared import versions
from shared.db import Executes, statements
from shared.versions import Published
from survey.domain.brands import NO_BRAND, Brand

_SQL = statements("survey.store", "brands")
# By checksum, which is another one for another brand: what was read once need not be read again.
_kept: dict[str, Brand] = {}
_KEPT_AT_MOST = 100


@dataclass(frozen=True)
class Listed:
    """One version of the brand."""

    version: int
    set_at: datetime
    definition: dict[str, Any]


def put(connection: Connection, brand: Brand, now: datetime) -> Published:
    """Put a brand in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, "", asdict(brand), now)


def in_force(connection: Connection) -> Brand:
    """The newest version; the brand that says nothing where there is none."""
    row = connection.execute(_SQL["newest_checksum"]).fetchone()
    return get(connection, row[1] if row else None)


def get(connection: Executes, checksum: str | None) -> Brand:
    """The brand with this checksum, which is known to exist; the brand that says nothing for None."""
    if checksum is None:
        return NO_BRAND
    if checksum not in _kept:
        row = connection.execute(_SQL["get"], {"checksum": checksum}).fetchone()
        assert row is not None  # noqa: S101  versions are never deleted
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[checksum] = Brand(**row[0])
    return _kept[checksum]


def listing(connection: Connection) -> list[Listed]:
    """All versions, the one in force first."""
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(_SQL["list"]).fetchall()
