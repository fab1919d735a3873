"""API keys: `escucha_<prefix>_<random>`. The prefix finds the row, the hash of the whole checks it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import statements

_SQL = statements("shared", "api_keys")
EVENTS_READ = "events:read"
SUMMARY_READ = "summary:read"


@dataclass(frozen=True)
class Caller:
    """Who is asking, what they may do, and what they are limited to (None: no limit).

    `prefix` is that of the key, empty for who came without one; `per_minute` is the key's own limit of requests.
    """

    name: str
    scopes: frozenset[str]
    subject: str | None = None
    prefix: str = ""
    per_minute: int | None = None


@dataclass(frozen=True)
class KeyRecord:
    """What is kept of a key."""

    prefix: str
    name: str
    scopes: list[str]
    subject: str | None
    per_minute: int | None
    created_at: datetime
    revoked_at: datetime | None


def generate() -> str:
    """A new key: 8 characters to find it by, 256 random bits to prove it."""
    return f"escucha_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"


def store(
    connection: Connection,
    key: str,
    name: str,
    scopes: list[str],
    subject: str | None,
    per_minute: int | None = None,
) -> None:
    """Keep what is needed to check this key later."""
    connection.execute(
        _SQL["create"],
        {
            "prefix": _prefix(key),
            "hash": _hash(key),
            "name": name,
            "scopes": scopes,
            "subject": subject,
            "per_minute": per_minute,
        },
    )


def find(connection: Connection, key: str) -> Caller | None:
    """Whose key this is; None when it is unknown, malformed or revoked."""
    prefix = _prefix(key)
    row = connection.execute(_SQL["find"], {"prefix": prefix}).fetchone()
    if row is None or not hmac.compare_digest(bytes(row[0]), _hash(key)):
        return None
    return Caller(row[1], frozenset(row[2]), row[3], prefix, row[4])


def grant(connection: Connection, key: str, scopes: list[str]) -> bool:
    """From now on the key may do this, and nothing else; False when it was never stored. One revoked stays so."""
    return connection.execute(_SQL["grant"], {"prefix": _prefix(key), "scopes": scopes}).rowcount == 1


def revoke(connection: Connection, prefix: str) -> bool:
    """Make a key useless from now on; False when there is no such key in use."""
    return connection.execute(_SQL["revoke"], {"prefix": prefix}).rowcount == 1


def listing(connection: Connection) -> list[KeyRecord]:
    """All keys that were ever made, revoked ones included."""
    with connection.cursor(row_factory=class_row(KeyRecord)) as cursor:
        return cursor.execute(_SQL["list"]).fetchall()


def internal(key: str, internal_key: str, scopes: frozenset[str] = frozenset()) -> Caller | None:
    """The services' own key, which reads logs and summaries, and does what a service lets the others do besides."""
    if hmac.compare_digest(key.encode(), internal_key.encode()):
        return Caller("escucha", frozenset({EVENTS_READ, SUMMARY_READ}) | scopes)
    return None


def _prefix(key: str) -> str:
    parts = key.split("_", 2)
    return parts[1] if len(parts) == 3 else ""


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
