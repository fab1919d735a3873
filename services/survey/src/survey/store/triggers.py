"""Triggers, each in the version that is in force."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection

from shared import versions
from shared.db import statements
from shared.versions import Published
from survey.domain.triggers import REMINDER_DAYS, Trigger
from survey.store.facts import read_where, write_where

_SQL = statements("survey.store", "triggers")


@dataclass(frozen=True)
class InForce:
    """A trigger in force, and the survey version that it asks with."""

    version: int
    trigger: Trigger
    survey_version: int


def put(connection: Connection, trigger: Trigger, now: datetime) -> Published:
    """Put a trigger in force as its next version, unless nothing changed."""
    return versions.publish(connection, _SQL, trigger.key, to_definition(trigger), now)


def in_force(connection: Connection) -> list[InForce]:
    """All triggers with their versions, by key."""
    rows = connection.execute(_SQL["in_force"]).fetchall()
    return [InForce(version, from_definition(definition), asked) for version, definition, asked in rows]


def page(connection: Connection, after: str, limit: int) -> list[Trigger]:
    """Triggers in their newest versions, in the order of their keys, after this one."""
    rows = connection.execute(_SQL["page"], {"after": after, "limit": limit})
    return [from_definition(definition) for _, definition in rows]


def to_definition(trigger: Trigger) -> dict[str, Any]:
    """The trigger as the API shows and takes it."""
    return {
        "key": trigger.key,
        "touchpoint": trigger.touchpoint,
        "survey": trigger.survey,
        "via": trigger.via,
        "where": write_where(trigger.where),
        "delay_minutes": int(trigger.delay / timedelta(minutes=1)),
        "expires_days": trigger.expires_after.days,
        "sample_rate": trigger.sample_rate,
        "reminder_days": trigger.reminder_after.days if trigger.reminder_after else None,
        # Only where it says something: what was put in force before triggers could be stopped is no new version.
        **({} if trigger.active else {"active": False}),
    }


def from_definition(definition: dict[str, Any]) -> Trigger:
    """The trigger that a well-formed definition describes; the first ones knew no sampling and no reminders."""
    by_mail = definition["via"] == "email"
    reminder_days = definition.get("reminder_days", REMINDER_DAYS if by_mail else None)
    return Trigger(
        key=definition["key"],
        touchpoint=definition["touchpoint"],
        survey=definition["survey"],
        via=definition["via"],
        where=read_where(definition["where"]),
        delay=timedelta(minutes=definition["delay_minutes"]),
        expires_after=timedelta(days=definition["expires_days"]),
        sample_rate=definition.get("sample_rate", 1.0),
        reminder_after=timedelta(days=reminder_days) if reminder_days else None,
        active=definition.get("active", True),
    )
