"""Invitations: what is due lies here, and is taken from here."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from survey.domain.invitations import Invitation

_SQL = statements("survey.store", "invitations")


@dataclass(frozen=True)
class Claimed:
    """An invitation that this worker, and no other, is about to send."""

    id: UUID
    customer_key: str
    survey: str
    version: int
    language: str
    attempts: int


@dataclass(frozen=True)
class StateCount:
    """How many invitations are in a state, for a reason if it needs one."""

    state: str
    reason: str | None
    n: int


def insert(connection: Connection, invitations: list[Invitation]) -> None:
    """Keep new invitations; one that is there already stays as it is."""
    rows = [
        {
            **asdict(invitation),
            "id": str(invitation.id),
            "token_hash": invitation.token_hash.hex(),
            "created_at": invitation.created_at.isoformat(),
            "send_at": invitation.send_at.isoformat(),
            "expires_at": invitation.expires_at.isoformat(),
        }
        for invitation in invitations
    ]
    connection.execute(_SQL["insert"], {"invitations": Jsonb(rows)})


def by_token(connection: Connection, token_hash: bytes) -> Invitation | None:
    """The invitation that a link leads to."""
    with connection.cursor(row_factory=class_row(Invitation)) as cursor:
        return cursor.execute(_SQL["by_token"], {"token_hash": token_hash}).fetchone()


def handed_out(connection: Connection, ids: list[UUID]) -> list[Invitation]:
    """Those of these invitations whose link goes out by the company's own hand."""
    with connection.cursor(row_factory=class_row(Invitation)) as cursor:
        return cursor.execute(_SQL["handed_out"], {"ids": ids}).fetchall()


def claim_due(connection: Connection, now: datetime, limit: int) -> list[Claimed]:
    """Take invitations that are due, so that nobody else takes them until the lease of five minutes ends."""
    with connection.cursor(row_factory=class_row(Claimed)) as cursor:
        return cursor.execute(_SQL["claim_due"], {"now": now, "limit": limit}).fetchall()


def mark_sent(connection: Connection, invitation_id: UUID, now: datetime) -> bool:
    """The mail server took it; False when somebody else has settled it."""
    return connection.execute(_SQL["mark_sent"], {"id": invitation_id, "now": now}).rowcount == 1


def mark_failed(connection: Connection, invitation_id: UUID, reason: str) -> bool:
    """It will never be sent, and this is why; False when somebody else has settled it."""
    return connection.execute(_SQL["mark_failed"], {"id": invitation_id, "reason": reason}).rowcount == 1


def put_back(connection: Connection, ids: list[UUID], send_at: datetime, *, counted: bool) -> None:
    """Let them be due again at `send_at`; `counted` says whether the attempt was one."""
    connection.execute(_SQL["put_back"], {"ids": ids, "send_at": send_at, "uncounted": 0 if counted else 1})


def states_since(connection: Connection, since: datetime) -> list[StateCount]:
    """What became of the invitations that were made since then."""
    return [StateCount(*row) for row in connection.execute(_SQL["states_since"], {"since": since})]
