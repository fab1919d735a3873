"""Things that are published in versions: the same definition twice is one version."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb


@dataclass(frozen=True)
class Published:
    """Which version a definition has, and whether it is new."""

    version: int
    is_new: bool


@dataclass(frozen=True)
class Kept:
    """One version; `set_at` is None for the built-in one, 0, which is no row."""

    version: int
    set_at: datetime | None
    definition: dict[str, Any]


def newest_first(
    connection: Connection,
    sql: dict[str, bytes],
    before: int,
    limit: int,
    *,
    built_in: dict[str, Any] | None = None,
) -> list[Kept]:
    """So many versions before this one, the newest first; at last the built-in one, if there is one."""
    with connection.cursor(row_factory=class_row(Kept)) as cursor:
        kept = cursor.execute(sql["newest_first"], {"before": before, "limit": limit}).fetchall()
    if built_in is not None and before > 0 and len(kept) < limit:
        kept.append(Kept(0, None, built_in))
    return kept


def publish(
    connection: Connection, sql: dict[str, bytes], key: str, definition: dict[str, Any], now: datetime
) -> Published:
    """Keep a definition as the next version of `key`, unless it is the newest version already."""
    checksum = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
    newest = connection.execute(sql["newest_checksum"], {"key": key}).fetchone()
    if newest and newest[1] == checksum:
        return Published(newest[0], is_new=False)
    version = newest[0] + 1 if newest else 1
    connection.execute(
        sql["insert"],
        {
            "key": key,
            "version": version,
            "definition": Jsonb(definition),
            "checksum": checksum,
            "now": now,
        },
    )
    return Published(version, is_new=True)
