"""Triggers, each in the version that is in force."""

from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection

from shared import versions
from shared.db import statements
from shared.versions import Published
from survey.domain.triggers import Trigger

_SQL = statements("survey.store", "triggers")


def put(connection: Connection, trigger: Trigger, now: datetime) -> Published:
    """Put a trigger in force as its next version, unless nothing changed."""
    return versions.publish(connection, _SQL, trigger.key, to_definition(trigger), now)


def in_force(connection: Connection) -> list[tuple[int, Trigger]]:
    """All triggers with their versions."""
    rows = connection.execute(_SQL["in_force"]).fetchall()
    return [(row[1], from_definition(row[2])) for row in rows]


def to_definition(trigger: Trigger) -> dict[str, Any]:
    """The trigger as the API shows and takes it."""
    return {
        "key": trigger.key,
        "touchpoint": trigger.touchpoint,
        "survey": trigger.survey,
        "via": trigger.via,
        "where": trigger.where,
        "delay_minutes": int(trigger.delay / timedelta(minutes=1)),
        "expires_days": int(trigger.expires_after / timedelta(days=1)),
    }


def from_definition(definition: dict[str, Any]) -> Trigger:
    """The trigger that a well-formed definition describes."""
    return Trigger(
        definition["key"],
        definition["touchpoint"],
        definition["survey"],
        definition["via"],
        definition["where"],
        timedelta(minutes=definition["delay_minutes"]),
        timedelta(days=definition["expires_days"]),
    )
