"""Responses: written once each, and corrected by those who gave them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared import db
from shared.events import Event
from survey.domain.responses import INVITATION, Response, Revision, Sent

_SQL = db.statements("survey.store", "responses")


@dataclass(frozen=True)
class StoredResponse:
    """A response as it stands, with the moments at which it was received and last corrected."""

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
    revision: int
    complete: bool
    corrected_at: datetime | None


@dataclass(frozen=True)
class Corrected:
    """What a correction made of a response."""

    revision: int
    submitted_at: datetime


def insert(connection: Connection, responses: list[Response], now: datetime) -> set[UUID]:
    """Keep those that are not there yet, and say which those were."""
    rows = [
        {**asdict(response), "id": str(response.id), "submitted_at": response.submitted_at.isoformat()}
        for response in responses
    ]
    return {row[0] for row in connection.execute(_SQL["insert"], {"responses": Jsonb(rows), "now": now})}


def submit(connection: db.Executes, response: Response, event: Event) -> bool:
    """Keep one response with its event, in one statement; False, and no event, when it is there already."""
    parameters = {
        **vars(response),
        "context": Jsonb(response.context),
        "answers": Jsonb(response.answers),
        "known": Jsonb(response.known),
        "now": event.time,
        "event_id": event.id,
        "type": event.type,
        "request_id": event.request_id,
        "data": Jsonb(event.data),
    }
    return connection.execute(_SQL["submit"], parameters).rowcount == 1


class Taken(NamedTuple):
    """An answer was kept; `brand` is the checksum of the one in force, None where there is none."""

    brand: str | None


def take(
    connection: db.Executes,
    token_hash: bytes,
    sent: Sent,
    event_id: UUID,
    event_type: str,
    request_id: str,
    data: dict[str, Any],
) -> Taken | None:
    """Keep the first answer by a link with an event that says `data` and whose it is, in one statement.

    None, and nothing is kept, where the link is not open, not of this survey version, or was answered before.
    """
    parameters = {
        "token_hash": token_hash,
        "survey": sent.survey.key,
        "version": sent.version,
        "source": INVITATION,
        "language": sent.language,
        "answers": Jsonb(sent.answers),
        "known": Jsonb(sent.known),
        "submitted_at": sent.submitted_at,
        "event_id": event_id,
        "type": event_type,
        "request_id": request_id,
        "data": Jsonb(data),
    }
    row = connection.execute(_SQL["take"], parameters).fetchone()
    return Taken(*row) if row else None


def lock(connection: Connection, response_id: UUID) -> list[Revision]:
    """All revisions, the newest last, which nobody changes before the transaction ends; none of who was erased."""
    parameters = {"id": response_id}
    with connection.cursor(row_factory=class_row(Revision)) as cursor:
        newest = cursor.execute(_SQL["lock"], parameters).fetchall()
        return [*cursor.execute(_SQL["replaced"], parameters), *newest] if newest else []


def correct(connection: Connection, response: Response, now: datetime) -> Corrected:
    """Let the response, which is locked, say this from now on; what it said is kept."""
    parameters = {
        "id": response.id,
        "answers": Jsonb(response.answers),
        "language": response.language,
        "complete": response.complete,
        "now": now,
    }
    with connection.cursor(row_factory=class_row(Corrected)) as cursor:
        corrected = cursor.execute(_SQL["correct"], parameters).fetchone()
    assert corrected is not None  # noqa: S101  it is locked, so it is there
    return corrected


def revisions(connection: Connection, response_id: UUID, after: int, limit: int) -> list[Revision]:
    """What the response said over time, from the oldest to the newest, after the revision of this number."""
    with connection.cursor(row_factory=class_row(Revision)) as cursor:
        return cursor.execute(
            _SQL["revisions"], {"id": response_id, "after": after, "limit": limit}
        ).fetchall()


def page(
    connection: Connection, survey: str | None, after: tuple[datetime, UUID], limit: int
) -> list[StoredResponse]:
    """Responses in the order in which they were received, after a place (received_at, id)."""
    with connection.cursor(row_factory=class_row(StoredResponse)) as cursor:
        # Planned each time for its filter: a plan kept for all of them would read the answers to every survey.
        return cursor.execute(
            _SQL["page"],
            {"survey": survey, "received_at": after[0], "id": after[1], "limit": limit},
            prepare=False,
        ).fetchall()


def count_since(connection: Connection, since: datetime) -> int:
    """How many came in since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})
