"""The contact policy in all its versions; 0 is the built-in one, which is no row."""

from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection

from shared import versions
from shared.db import statements
from shared.versions import Kept, Published
from survey.domain.contact_policy import BUILT_IN, Exemption, Hours, Limit, Policy
from survey.store.facts import read_where, write_where

_SQL = statements("survey.store", "contact_policies")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def put(connection: Connection, policy: Policy, now: datetime) -> Published:
    """Put a policy in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, "", to_definition(policy), now)


def in_force(connection: Connection) -> tuple[int, Policy]:
    """The version and the policy."""
    row = connection.execute(_SQL["newest"]).fetchone()
    return (row[0], from_definition(row[1])) if row else (0, BUILT_IN)


def page(connection: Connection, before: int, limit: int) -> list[Kept]:
    """Versions before this one, the newest first."""
    return versions.newest_first(connection, _SQL, before, limit, built_in=to_definition(BUILT_IN))


def to_definition(policy: Policy) -> dict[str, Any]:
    """The policy as the API shows and takes it."""
    return {
        "time_zone": policy.time_zone,
        "limits": [_write_limit(limit) for limit in policy.limits],
        "exemptions": [
            {
                "key": exemption.key,
                "touchpoint": exemption.touchpoint,
                "where": write_where(exemption.where),
                "limits": [_write_limit(limit) for limit in exemption.limits],
            }
            for exemption in policy.exemptions
        ],
        "windows": [
            {**_write_hours(hours), "days": [DAYS[day] for day in sorted(hours.days)]}
            for hours in policy.windows
        ],
        "quiet_hours": _write_hours(policy.quiet) if policy.quiet else None,
    }


def from_definition(definition: dict[str, Any]) -> Policy:
    """The policy that a well-formed definition describes."""
    quiet = definition["quiet_hours"]
    return Policy(
        limits=_read_limits(definition["limits"]),
        exemptions=tuple(
            Exemption(
                item["key"], _read_limits(item["limits"]), item["touchpoint"], read_where(item["where"])
            )
            for item in definition["exemptions"]
        ),
        windows=tuple(_read_hours(item) for item in definition["windows"]),
        quiet=_read_hours({**quiet, "days": DAYS}) if quiet else None,
        time_zone=definition["time_zone"],
    )


def _read_limits(definitions: list[dict[str, Any]]) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            gap=timedelta(days=item["gap_days"]),
            maximum=item["maximum"],
            period=timedelta(days=item["period_days"] or 0),
            kind=item["kind"],
            survey=item["survey"],
        )
        for item in definitions
    )


def _write_limit(limit: Limit) -> dict[str, Any]:
    return {
        "gap_days": limit.gap.days,
        "maximum": limit.maximum,
        "period_days": limit.period.days or None,
        "kind": limit.kind,
        "survey": limit.survey,
    }


def _read_hours(definition: dict[str, Any]) -> Hours:
    days = frozenset(DAYS.index(day) for day in definition["days"])
    return Hours(_minute(definition["from"]), _minute(definition["to"]), days)


def _write_hours(hours: Hours) -> dict[str, Any]:
    return {"from": _clock(hours.begin), "to": _clock(hours.end)}


def _minute(clock: str) -> int:
    """540 for "09:00", 1440 for "24:00", the end of the day."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
