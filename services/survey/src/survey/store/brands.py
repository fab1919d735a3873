"""The brand in all its versions."""

from dataclasses import asdict
from datetime import datetime

from psycopg import Connection

from shared import versions
from shared.db import Executes, statements
from shared.versions import Kept, Published
from survey.domain.brands import NO_BRAND, Brand

_SQL = statements("survey.store", "brands")
# By checksum, which is another one for another brand: what was read once need not be read again.
_kept: dict[str, Brand] = {}
_KEPT_AT_MOST = 100
_last_seen = [NO_BRAND]


def put(connection: Connection, brand: Brand, now: datetime) -> Published:
    """Put a brand in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, "", asdict(brand), now)


def in_force(connection: Connection) -> Brand:
    """The newest version; the brand that says nothing where there is none."""
    row = connection.execute(_SQL["newest_checksum"]).fetchone()
    return get(connection, row[1] if row else None)


def get(connection: Executes, checksum: str | None) -> Brand:
    """The brand with this checksum, which is known to exist; the brand that says nothing for None."""
    brand = NO_BRAND if checksum is None else _read(connection, checksum)
    _last_seen[0] = brand
    return brand


def last_seen() -> Brand:
    """The one that was in force when this process last looked: for where the database can't be asked."""
    return _last_seen[0]


def page(connection: Connection, before: int, limit: int) -> list[Kept]:
    """Versions before this one, the newest first."""
    return versions.newest_first(connection, _SQL, before, limit)


def _read(connection: Executes, checksum: str) -> Brand:
    if checksum not in _kept:
        row = connection.execute(_SQL["get"], {"checksum": checksum}).fetchone()
        assert row is not None  # noqa: S101  versions are never deleted
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[checksum] = Brand(**row[0])
    return _kept[checksum]
