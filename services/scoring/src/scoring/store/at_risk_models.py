"""Models of who is at risk, one key a journey, in versions that never change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared import versions as published
from shared.db import statements
from shared.versions import Published

_SQL = statements("scoring.store", "at_risk_models")


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A model as it is kept, by the journey that it is of."""

    key: str
    version: int
    definition: dict[str, Any]
    checksum: str
    set_at: datetime


def put(connection: Connection, journey: str, definition: dict[str, Any], now: datetime) -> Published:
    """Keep a model as the journey's next version, unless nothing changed."""
    return published.publish(connection, _SQL, journey, definition, now)


def find(connection: Connection, journey: str, version: int) -> ModelVersion | None:
    """This version; None when there is none."""
    with connection.cursor(row_factory=class_row(ModelVersion)) as cursor:
        return cursor.execute(_SQL["find"], {"key": journey, "version": version}).fetchone()


def page(connection: Connection, journey: str, before: int, limit: int) -> list[ModelVersion]:
    """So many of this journey's before this version, refused ones too, the newest first."""
    values = {"key": journey, "before": before, "limit": limit}
    with connection.cursor(row_factory=class_row(ModelVersion)) as cursor:
        return cursor.execute(_SQL["page"], values).fetchall()


def in_use(connection: Connection) -> dict[str, ModelVersion]:
    """By journey, the newest that was not refused."""
    with connection.cursor(row_factory=class_row(ModelVersion)) as cursor:
        return {model.key: model for model in cursor.execute(_SQL["in_use"])}
