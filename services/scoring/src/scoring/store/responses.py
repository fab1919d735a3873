"""Responses with their answers and choices: written once each."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.responses import Response
from shared import db

_SQL = db.statements("scoring.store", "responses")


def insert(connection: Connection, received: list[tuple[datetime, Response]]) -> list[Response]:
    """Keep those that are not there yet, each with when it was received, and return which those were."""
    rows = [
        {
            "id": str(response.id),
            "survey": response.survey,
            "version": response.version,
            "kind": response.kind,
            "customer_key": response.customer_key,
            "language": response.language,
            "journey": response.journey,
            "stage": response.stage,
            "channel": response.channel,
            "owner": response.owner,
            "segment": response.segment,
            "submitted_at": response.submitted_at.isoformat(),
            "day": response.day.isoformat(),
            "received_at": received_at.isoformat(),
        }
        for received_at, response in received
    ]
    inserted: set[UUID] = {row[0] for row in connection.execute(_SQL["insert"], {"responses": Jsonb(rows)})}
    fresh = {response.id: response for _, response in reversed(received) if response.id in inserted}
    _insert_answers(connection, fresh)
    _insert_choices(connection, fresh)
    return list(fresh.values())


def count_since(connection: Connection, since: datetime) -> int:
    """How many the survey service received since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})


def count_by_survey(connection: Connection) -> dict[str, int]:
    """How many there are of each survey."""
    return {row[0]: row[1] for row in connection.execute(_SQL["count_by_survey"])}


def _insert_answers(connection: Connection, responses: dict[UUID, Response]) -> None:
    rows = [
        {
            "response_id": str(response.id),
            "question": answer.question,
            "type": answer.scale.name,
            "definition": answer.scale.version,
            "value": answer.value,
        }
        for response in responses.values()
        for answer in response.answers
    ]
    if rows:
        connection.execute(_SQL["insert_answers"], {"answers": Jsonb(rows)})


def _insert_choices(connection: Connection, responses: dict[UUID, Response]) -> None:
    rows = [
        {"response_id": str(response.id), "question": choice.question, "value": choice.value}
        for response in responses.values()
        for choice in response.choices
    ]
    if rows:
        connection.execute(_SQL["insert_choices"], {"choices": Jsonb(rows)})
