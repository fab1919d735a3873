"""Who answers for each measure, in versions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import Connection

from scoring.domain.measures import Purpose, RegisteredMeasure, built_in
from shared import versions as published
from shared.db import statements
from shared.versions import Published

_SQL = statements("scoring.store", "measures")


@dataclass(frozen=True)
class MeasureVersion:
    """A version of an entry, and since when it holds."""

    measure: RegisteredMeasure
    set_at: datetime


def put(connection: Connection, measure: RegisteredMeasure, now: datetime) -> Published:
    """Keep an entry as the next version of its key, unless nothing changed."""
    return published.publish(connection, _SQL, measure.key, as_definition(measure), now)


def in_force(connection: Connection, at: datetime | None = None) -> dict[str, RegisteredMeasure]:
    """Every measure by its key, as it was registered last (by then) or else as it comes with Escucha."""
    registered = {row[0]: _measure(*row) for row in connection.execute(_SQL["in_force"], {"at": at})}
    return {key: registered.get(key, measure) for key, measure in built_in().items()}


def versions(connection: Connection, key: str) -> list[MeasureVersion]:
    """All that were registered of this measure, the oldest first."""
    return [
        MeasureVersion(_measure(key, version, definition), set_at)
        for version, definition, set_at in connection.execute(_SQL["versions"], {"key": key})
    ]


def as_definition(measure: RegisteredMeasure) -> dict[str, Any]:
    """What is kept of an entry, and told."""
    return {
        "owner": measure.owner,
        "purpose": measure.purpose,
        "counter_measure": measure.counter_measure,
        "review_date": measure.review_date.isoformat() if measure.review_date else None,
    }


def _measure(key: str, version: int, definition: dict[str, Any]) -> RegisteredMeasure:
    reviewed = definition["review_date"]
    return RegisteredMeasure(
        key,
        version,
        definition["owner"],
        Purpose(definition["purpose"]),
        definition["counter_measure"],
        date.fromisoformat(reviewed) if reviewed else None,
    )
