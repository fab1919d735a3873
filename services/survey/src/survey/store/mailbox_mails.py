"""Mails that were read from the mailbox: which ones, and what they were. Of what they said nothing is kept here."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared.db import statements

_SQL = statements("survey.store", "mailbox_mails")


def begin(connection: Connection, mail_id: UUID, now: datetime) -> bool:
    """Take a mail; False when it was taken before."""
    return connection.execute(_SQL["begin"], {"id": mail_id, "now": now}).rowcount == 1


def settle(connection: Connection, mail_id: UUID, outcome: str) -> None:
    """What it was: report, unsubscribed, replied, automatic or other."""
    connection.execute(_SQL["settle"], {"id": mail_id, "outcome": outcome})


def outcome(connection: Connection, mail_id: UUID) -> str | None:
    """What a mail was that was taken before."""
    row = connection.execute(_SQL["outcome"], {"id": mail_id}).fetchone()
    return str(row[0]) if row else None
