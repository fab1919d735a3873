"""The device mark of a request. A process asks for its key once a day."""

import secrets
from datetime import UTC, date, datetime
from functools import lru_cache
from wsgiref.types import WSGIEnvironment

from shared.db import Database
from survey.domain.device_marks import KEY_BYTES, device_mark
from survey.store import device_keys


def mark_of_device(database: Database, environ: WSGIEnvironment, at: datetime) -> str | None:
    """By the network that the last proxy saw, or that called us where there is none, and the browser's name."""
    _, _, nearest = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")
    address = nearest.strip() or environ.get("REMOTE_ADDR", "")
    key = _key(database, at.astimezone(UTC).date())
    return device_mark(key, address, environ.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=1)
def _key(database: Database, day: date) -> bytes:
    with database.transaction() as connection:
        return device_keys.take(connection, day, secrets.token_bytes(KEY_BYTES))
