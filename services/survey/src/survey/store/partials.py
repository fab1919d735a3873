"""Partial answers: what customers have chosen and not sent, until it is known whether they go on."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from shared.db import statements
from survey.domain.responses import Response

_SQL = statements("survey.store", "partials")


def save(connection: Connection, response: Response, due_at: datetime) -> bool:
    """Keep these choices instead of older ones; False when an answer was sent, or the customer is not there."""
    parameters = {
        "id": response.id,
        "customer_key": response.customer_key,
        "language": response.language,
        "answers": Jsonb(response.answers),
        "known": Jsonb(response.known),
        "now": response.submitted_at,
        "due_at": due_at,
    }
    return connection.execute(_SQL["save"], parameters).rowcount == 1


def drop(connection: Connection, invitation_id: UUID) -> None:
    """Keep nothing of what was chosen and not sent."""
    connection.execute(_SQL["drop"], {"id": invitation_id})


def take(connection: Connection, now: datetime, limit: int) -> list[Response]:
    """Take out what nobody is expected to go on with, as incomplete responses; no two workers take the same.

    What was saved in the moment in which its link was revoked is taken out too, and is nobody's response.
    """
    rows = connection.execute(_SQL["take"], {"now": now, "limit": limit})
    return [Response(*row) for *row, revoked in rows if not revoked]
