"""Invitations: what is due lies here, and is taken from here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from survey.domain.invitations import Invitation

_SQL = statements("survey.store", "invitations")


@dataclass(frozen=True)
class Asked:
    """One time that a customer was asked, or will be."""

    customer_key: str
    at: datetime
    survey: str
    version: int


@dataclass(frozen=True)
class StateCount:
    """How many invitations are in a state, for a reason if it needs one."""

    state: str
    reason: str | None
    n: int


@dataclass(frozen=True)
class Revoked:
    """An invitation that was taken back, when and why."""

    id: UUID
    customer_key: str
    survey: str
    version: int
    revoked_at: datetime
    reason: str


def insert(connection: Connection, invitations: list[Invitation]) -> None:
    """Keep new invitations; one that is there already stays as it is."""
    rows = [
        {
            **vars(invitation),
            "id": str(invitation.id),
            "token_hash": invitation.token_hash.hex(),
            "created_at": invitation.created_at.isoformat(),
            "send_at": invitation.send_at.isoformat(),
            "expires_at": invitation.expires_at.isoformat(),
            "remind_at": invitation.remind_at.isoformat() if invitation.remind_at else None,
        }
        for invitation in invitations
    ]
    connection.execute(_SQL["insert"], {"invitations": Jsonb(rows)})


def contacts(connection: Connection, customer_keys: list[str], since: datetime) -> list[Asked]:
    """Every time that these customers were asked since then, or will be; reminders included."""
    with connection.cursor(row_factory=class_row(Asked)) as cursor:
        return cursor.execute(_SQL["contacts"], {"keys": customer_keys, "since": since}).fetchall()


def by_token(connection: Connection, token_hash: bytes) -> Invitation | None:
    """The invitation that a link leads to."""
    with connection.cursor(row_factory=class_row(Invitation)) as cursor:
        return cursor.execute(_SQL["by_token"], {"token_hash": token_hash}).fetchone()


def handed_out(connection: Connection, ids: list[UUID]) -> list[Invitation]:
    """Those of these invitations whose link goes out by the company's own hand."""
    with connection.cursor(row_factory=class_row(Invitation)) as cursor:
        return cursor.execute(_SQL["handed_out"], {"ids": ids}).fetchall()


def revoke(connection: Connection, invitation_id: UUID, reason: str, now: datetime) -> Revoked | None:
    """Take an invitation back; None when there is none, or it has been taken back before."""
    connection.execute(_SQL["hold_customer"], {"id": invitation_id})
    with connection.cursor(row_factory=class_row(Revoked)) as cursor:
        values = {"id": invitation_id, "reason": reason, "now": now}
        return cursor.execute(_SQL["revoke"], values).fetchone()


def revoked(connection: Connection, invitation_id: UUID) -> Revoked | None:
    """The invitation, if it has been taken back."""
    with connection.cursor(row_factory=class_row(Revoked)) as cursor:
        return cursor.execute(_SQL["revoked"], {"id": invitation_id}).fetchone()


def states_since(connection: Connection, since: datetime) -> list[StateCount]:
    """What became of the invitations that were made since then."""
    return [StateCount(*row) for row in connection.execute(_SQL["states_since"], {"since": since})]
