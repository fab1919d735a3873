"""Answers that a model of who is at risk is made from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from scoring.domain.scales import NPS
from shared.db import statements

_SQL = statements("scoring.store", "at_risk_answers")


@dataclass(frozen=True, slots=True)
class Recommended:
    """How likely somebody was to recommend us, 0..10, and when."""

    id: UUID
    customer_key: str
    submitted_at: datetime
    value: int


def newest(connection: Connection, journey: str, kind: str, limit: int) -> list[Recommended]:
    """So many answers about this journey at most, to this kind of survey, the newest first."""
    parameters = {"journey": journey, "kind": kind, "definition": NPS.version, "limit": limit}
    with connection.cursor(row_factory=class_row(Recommended)) as cursor:
        # Planned with its values: a kept plan would read all journeys for one.
        return cursor.execute(_SQL["newest"], parameters, prepare=False).fetchall()
