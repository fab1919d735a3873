"""Programmes of reaching out, one a journey, in versions."""

from dataclasses import asdict, dataclass
from datetime import datetime

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
    return {
        key: ProgrammeVersion(Programme(**definition), version, set_at)
        for key, version, definition, set_at in connection.execute(_SQL["in_force"])
    }
