"""Responses: written once each."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared import db
from survey.domain.responses import Response

_SQL = db.statements("survey.store", "responses")


@dataclass(frozen=True)
class StoredResponse:
    """A response with the moment at which it was received."""

    id: UUID
    survey: str
    version: int
    customer_key: str | None
    source: str
    language: str
    context: dict[str, str]
    answers: dict[str, Any]
    known: dict[str, Any]
    submitted_at: datetime
    received_at: datetime


def insert(connection: Connection, responses: list[Response], now: datetime) -> set[UUID]:
    """Keep those that are not there yet, and say which those were."""
    rows = [
        {**asdict(response), "id": str(response.id), "submitted_at": response.submitted_at.isoformat()}
        for response in responses
    ]
    return {row[0] for row in connection.execute(_SQL["insert"], {"responses": Jsonb(rows), "now": now})}


def exists(connection: Connection, response_id: UUID) -> bool:
    """Whether this answer has come in."""
    row = connection.execute(_SQL["exists"], {"id": response_id}).fetchone()
    return row is not None and bool(row[0])


def page(
    connection: Connection, survey: str | None, after: tuple[datetime, UUID], limit: int
) -> list[StoredResponse]:
    """Responses in the order in which they were received, after a place (received_at, id)."""
    with connection.cursor(row_factory=class_row(StoredResponse)) as cursor:
        return cursor.execute(
            _SQL["page"], {"survey": survey, "received_at": after[0], "id": after[1], "limit": limit}
        ).fetchall()


def count_since(connection: Connection, since: datetime) -> int:
    """How many came in since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})


def count_by_survey(connection: Connection) -> dict[str, int]:
    """How many there are of each survey."""
    return {row[0]: row[1] for row in connection.execute(_SQL["count_by_survey"])}
