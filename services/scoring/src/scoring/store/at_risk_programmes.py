"""Programmes of reaching out, one a journey, in versions."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.domain.at_risk_programmes import Programme
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("scoring.store", "at_risk_programmes")


@dataclass(frozen=True, slots=True)
class ProgrammeVersion:
    """A programme, and since when it holds."""

    programme: Programme
    version: int
    set_at: datetime


def put(connection: Connection, programme: Programme, now: datetime) -> Published:
    """Keep a programme as its journey's next version, unless nothing changed."""
    return versions.publish(connection, _SQL, programme.journey, asdict(programme), now)


def in_force(connection: Connection) -> dict[str, ProgrammeVersion]:
    """By journey."""
    found = (_version(*row) for row in connection.execute(_SQL["in_force"]))
    return {one.programme.journey: one for one in found}


def page(connection: Connection, after: str, limit: int) -> list[ProgrammeVersion]:
    """Programmes in force, in the order of their journeys' keys, after this one."""
    return [_version(*row) for row in connection.execute(_SQL["page"], {"after": after, "limit": limit})]


def _version(version: int, definition: dict[str, Any], set_at: datetime) -> ProgrammeVersion:
    return ProgrammeVersion(Programme(**definition), version, set_at)
