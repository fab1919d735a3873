"""Messages that other services asked for: kept once each, claimed when due, and what became of them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import statements
from survey.domain.messages import Message

_SQL = statements("survey.store", "messages")


@dataclass(frozen=True)
class Claimed:
    """A message that this worker, and no other, is going to send."""

    id: UUID
    customer_key: str | None
    staff: str | None
    kind: str
    language: str
    subject: str
    text: str
    reference: str | None
    in_reply_to: UUID | None
    attempts: int


@dataclass(frozen=True)
class SentMessage:
    """A message that went out, by what is told of it."""

    id: UUID
    customer_key: str | None
    kind: str
    reference: str | None


def insert(
    connection: Connection, message: Message, checksum: bytes, reason: str | None, now: datetime
) -> bool:
    """Keep a message to be sent, or with the reason why it is not; False when one with its id is there already."""
    state = "failed" if reason else "scheduled"
    values = {**asdict(message), "checksum": checksum, "state": state, "reason": reason, "now": now}
    return connection.execute(_SQL["insert"], values).rowcount == 1


def kept(connection: Connection, message_id: UUID) -> tuple[str, bytes] | None:
    """State and checksum of the message with this id."""
    row = connection.execute(_SQL["kept"], {"id": message_id}).fetchone()
    return (row[0], bytes(row[1])) if row else None


def claim(connection: Connection, now: datetime, limit: int) -> list[Claimed]:
    """Take messages that are due, so that nobody else takes them until the lease of five minutes ends."""
    with connection.cursor(row_factory=class_row(Claimed)) as cursor:
        return cursor.execute(_SQL["claim"], {"now": now, "limit": limit}).fetchall()


def threads(connection: Connection, ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """The earlier messages of each one's thread, oldest first, at most twenty."""
    return {row[0]: row[1] for row in connection.execute(_SQL["threads"], {"ids": ids})}


def mark_sent(connection: Connection, message_id: UUID, now: datetime) -> bool:
    """The mail server took it; False when it is not there any more, or somebody else has settled it."""
    return connection.execute(_SQL["mark_sent"], {"id": message_id, "now": now}).rowcount == 1


def withdraw(connection: Connection, ids: list[UUID], state: str, reason: str) -> set[UUID]:
    """They will never be sent, and this is why; returns those that nobody else has settled."""
    values = {"ids": ids, "state": state, "reason": reason}
    return {message_id for (message_id,) in connection.execute(_SQL["withdraw"], values)}


def put_back(connection: Connection, ids: list[UUID], at: datetime, *, counted: bool) -> None:
    """Let them be due again at this time; `counted` says whether the attempt was one."""
    connection.execute(_SQL["put_back"], {"ids": ids, "at": at, "uncounted": 0 if counted else 1})


def came_back(connection: Connection, message_id: UUID, reason: str) -> bool:
    """It was sent and did not arrive; False when it was settled so before."""
    return connection.execute(_SQL["came_back"], {"id": message_id, "reason": reason}).rowcount == 1


def sent(connection: Connection, message_id: UUID) -> SentMessage | None:
    """The message, if it went out and is still there. Who writes about it holds its customer."""
    with connection.cursor(row_factory=class_row(SentMessage)) as cursor:
        return cursor.execute(_SQL["sent"], {"id": message_id}).fetchone()
