"""Designed journeys, each in the version that is in force."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.domain.journeys import ComplaintPage, FirstMonth, Journey, Lines, Outcome, Promise, Source, Stage
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("scoring.store", "journeys")


@dataclass(frozen=True)
class JourneyInForce:
    """A journey in its newest version."""

    version: int
    journey: Journey
    published_at: datetime


def put(connection: Connection, journey: Journey, now: datetime) -> Published:
    """Put a journey in force as its next version, unless nothing changed."""
    return versions.publish(connection, _SQL, journey.key, to_definition(journey), now)


def newest(connection: Connection, key: str) -> JourneyInForce | None:
    """The journey in force; None when none has this key."""
    row = connection.execute(_SQL["newest"], {"key": key}).fetchone()
    return JourneyInForce(row[0], from_definition(row[1]), row[2]) if row else None


def in_force(connection: Connection) -> list[JourneyInForce]:
    """All journeys, by key."""
    return _in_force(connection.execute(_SQL["in_force"]).fetchall())


def page(connection: Connection, after: str, limit: int) -> list[JourneyInForce]:
    """Journeys in their newest versions, in the order of their keys, after this one."""
    return _in_force(connection.execute(_SQL["page"], {"after": after, "limit": limit}).fetchall())


def to_definition(journey: Journey) -> dict[str, Any]:
    """The journey as the API shows and takes it."""
    definition = asdict(journey)
    if not journey.sources:
        # As it was written before there were any: what did not change gets no new version.
        del definition["sources"]
    return definition


def from_definition(definition: Mapping[str, Any]) -> Journey:
    """The journey that a well-formed definition describes."""
    first_month, page = definition["first_month"], definition["complaint_page"]
    return Journey(
        **{
            **_tuples(definition),
            "stages": tuple(Stage(**_tuples(stage)) for stage in definition["stages"]),
            "outcome": Outcome(**_tuples(definition["outcome"])),
            "promises": tuple(Promise(**_tuples(promise)) for promise in definition["promises"]),
            "sources": tuple(Source(**source) for source in definition.get("sources", ())),
            "first_month": FirstMonth(**_tuples(first_month)) if first_month else None,
            "complaint_page": ComplaintPage(**_tuples(page)) if page else None,
            "lines": Lines(**definition["lines"]),
        }
    )


def _in_force(rows: list[tuple[Any, ...]]) -> list[JourneyInForce]:
    return [JourneyInForce(row[0], from_definition(row[1]), row[2]) for row in rows]


def _tuples(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in definition.items()}
