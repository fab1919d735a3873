"""Invitations on their way out: due ones are claimed here, and what became of them is written here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import statements

_SQL = statements("survey.store", "sending")


@dataclass(frozen=True)
class Claimed:
    """An invitation about which this worker, and no other, is going to send a letter.

    `attributes` are all facts of the touchpoint, those of the context too. `complains` says that the customer's
    complaint is open; it stops reminders, and is not asked of invitations.
    """

    id: UUID
    customer_key: str
    survey: str
    version: int
    language: str
    happened_at: datetime | None
    attributes: dict[str, Any]
    attempts: int
    expired: bool
    answered: bool
    revoked: bool
    complains: bool


@dataclass(frozen=True)
class Addressed:
    """To whom an invitation was sent."""

    customer_key: str
    survey: str
    version: int


def claim(connection: Connection, now: datetime, limit: int) -> list[Claimed]:
    """Take invitations that are due, so that nobody else takes them until the lease of five minutes ends."""
    with connection.cursor(row_factory=class_row(Claimed)) as cursor:
        return cursor.execute(_SQL["claim"], {"now": now, "limit": limit}).fetchall()


def mark_sent(connection: Connection, invitation_id: UUID, now: datetime) -> bool:
    """The mail server took it; False when somebody else has settled it."""
    return connection.execute(_SQL["mark_sent"], {"id": invitation_id, "now": now}).rowcount == 1


def withdraw(connection: Connection, ids: list[UUID], state: str, reason: str) -> set[UUID]:
    """They will never be sent, and this is why; returns those that nobody else has settled."""
    values = {"ids": ids, "state": state, "reason": reason}
    return {invitation_id for (invitation_id,) in connection.execute(_SQL["withdraw"], values)}


def put_back(connection: Connection, ids: list[UUID], at: datetime, *, counted: bool) -> None:
    """Let them be due again at this time; `counted` says whether the attempt was one."""
    connection.execute(_SQL["put_back"], {"ids": ids, "at": at, "uncounted": 0 if counted else 1})


def came_back(connection: Connection, invitation_id: UUID, reason: str) -> bool:
    """It was sent and did not arrive; False when it was answered all the same, or was settled before."""
    return connection.execute(_SQL["came_back"], {"id": invitation_id, "reason": reason}).rowcount == 1


def customer_of(connection: Connection, invitation_id: UUID) -> Addressed | None:
    """To whom this invitation was sent; None when none was."""
    with connection.cursor(row_factory=class_row(Addressed)) as cursor:
        return cursor.execute(_SQL["customer_of"], {"id": invitation_id}).fetchone()


def last_sent_to(connection: Connection, addresses: list[str], since: datetime) -> list[UUID]:
    """The last invitation that was sent to each customer with one of these addresses (in lower case)."""
    rows = connection.execute(_SQL["last_sent_to"], {"addresses": addresses, "since": since})
    return [invitation_id for _, invitation_id in rows]
