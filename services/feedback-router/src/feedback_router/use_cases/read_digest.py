"""Keep that a digest was opened, and that its executive says to have read it; each once."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.digests import Digest
from feedback_router.store import digests
from feedback_router.use_cases.send_digests import told_of_digest
from shared import events


def open_digest(connection: Connection, digest: Digest, *, now: datetime) -> None:
    """A browser has shown it."""
    if digests.mark_opened(connection, digest.id, now):
        events.append(connection, [told_of_digest(digest, "opened", now)])


def acknowledge_digest(connection: Connection, digest: Digest, *, now: datetime) -> None:
    """Its executive has read it; who says so has opened it, too."""
    open_digest(connection, digest, now=now)
    if digests.mark_acknowledged(connection, digest.id, now):
        events.append(connection, [told_of_digest(digest, "acknowledged", now)])
