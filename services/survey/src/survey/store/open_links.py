"""Open links, and what came by them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from survey.domain.answers import Answers
from survey.domain.open_links import OpenLink

_SQL = statements("survey.store", "open_links")
# The columns of a link itself.
_LINK = 9


@dataclass(frozen=True)
class ListedLink(OpenLink):
    """A link, how many answers came by it, and how many of them were rejected. Anonymous ones are not counted."""

    answers: int
    rejected: int


@dataclass(frozen=True)
class RejectedAnswer:
    """What a program probably sent, and why it was taken for one."""

    id: UUID
    survey: str
    version: int
    language: str
    answers: dict[str, Any]
    reason: str
    received_at: datetime


def insert(connection: Connection, link: OpenLink, token_hash: bytes) -> None:
    """Keep a new link."""
    parameters = {**vars(link), "context": Jsonb(link.context), "token_hash": token_hash}
    connection.execute(_SQL["insert"], parameters)


def find(connection: Connection, token_hash: bytes) -> tuple[OpenLink, int, str | None] | None:
    """The link with this token, the newest version of its survey, and the checksum of the brand in force."""
    row = connection.execute(_SQL["find"], {"token_hash": token_hash}).fetchone()
    return (OpenLink(*row[:_LINK]), *row[_LINK:]) if row else None


def get(connection: Connection, link_id: UUID) -> OpenLink | None:
    """The link with this id."""
    with connection.cursor(row_factory=class_row(OpenLink)) as cursor:
        return cursor.execute(_SQL["get"], {"id": link_id}).fetchone()


def page(connection: Connection, after: tuple[datetime, UUID], limit: int) -> list[ListedLink]:
    """Links in the order in which they were made, after a place (created_at, id)."""
    values = {"at": after[0], "id": after[1], "limit": limit}
    with connection.cursor(row_factory=class_row(ListedLink)) as cursor:
        return cursor.execute(_SQL["page"], values).fetchall()


def revoke(connection: Connection, link_id: UUID, now: datetime) -> bool:
    """Take a link back; False when there is none, or it has been taken back before."""
    return connection.execute(_SQL["revoke"], {"id": link_id, "now": now}).rowcount == 1


def note_answer(connection: Connection, response_id: UUID, link_id: UUID, seconds: int) -> None:
    """Keep by which link a response came, and how long after its form was shown."""
    values = {"response_id": response_id, "link_id": link_id, "seconds": seconds}
    connection.execute(_SQL["note_answer"], values)


def reject(
    connection: Connection,
    answer_id: UUID,
    link: OpenLink,
    version: int,
    language: str,
    answers: Answers,
    reason: str,
    now: datetime,
) -> bool:
    """Keep what counts nowhere; False when it is there already."""
    parameters = {
        "id": answer_id,
        "link_id": link.id,
        "survey": link.survey,
        "version": version,
        "language": language,
        "answers": Jsonb(answers),
        "reason": reason,
        "now": now,
    }
    return connection.execute(_SQL["reject"], parameters).rowcount == 1


def rejected(
    connection: Connection, link_id: UUID, after: tuple[datetime, UUID], limit: int
) -> list[RejectedAnswer]:
    """What was rejected of a link's answers, in the order of receiving, after a place (received_at, id)."""
    values = {"link_id": link_id, "at": after[0], "id": after[1], "limit": limit}
    with connection.cursor(row_factory=class_row(RejectedAnswer)) as cursor:
        return cursor.execute(_SQL["rejected"], values).fetchall()
