"""Reminders on their way out: claimed like invitations, and settled on the invitation's own row."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import statements
from survey.store.sending import Claimed

_SQL = statements("survey.store", "reminding")


def claim(connection: Connection, now: datetime, limit: int) -> list[Claimed]:
    """Take reminders that are due, so that nobody else takes them until the lease of five minutes ends."""
    with connection.cursor(row_factory=class_row(Claimed)) as cursor:
        return cursor.execute(_SQL["claim"], {"now": now, "limit": limit}).fetchall()


def mark_sent(connection: Connection, invitation_id: UUID, now: datetime) -> bool:
    """The mail server took it; False when somebody else has settled it."""
    return connection.execute(_SQL["mark_sent"], {"id": invitation_id, "now": now}).rowcount == 1


def withdraw(connection: Connection, ids: list[UUID], state: str, reason: str) -> set[UUID]:
    """Don't remind them; the invitation stays what it is, so that there is nothing to tell of any."""
    del state, reason
    connection.execute(_SQL["withdraw"], {"ids": ids})
    return set()


def put_back(connection: Connection, ids: list[UUID], at: datetime, *, counted: bool) -> None:
    """Let them be due again at this time; `counted` says whether the attempt was one."""
    connection.execute(_SQL["put_back"], {"ids": ids, "at": at, "uncounted": 0 if counted else 1})
