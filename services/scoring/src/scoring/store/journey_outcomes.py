"""What came of all designed journeys at once, for what stands beside scores."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import Connection

from scoring.domain.journey_selections import CaseSelection
from shared.db import statements

_SQL = statements("scoring.store", "journey_outcomes")


@dataclass(frozen=True, slots=True)
class PeriodOutcome:
    """Cases of a journey that began in a period (None: in all that was asked) and are over, and how many succeeded."""

    journey: str
    period: date | None
    succeeded: int
    n: int


def by_period(
    connection: Connection,
    journeys: Collection[str],
    first_day: date | None,
    last_day: date | None,
    as_of: datetime,
    period: str | None,
) -> list[PeriodOutcome]:
    """`period` is day, week or month."""
    days = CaseSelection("", first_day, last_day)
    values = {
        "journeys": list(journeys),
        "since": days.since,
        "until": days.until,
        "as_of": as_of,
        "period": period,
    }
    return [PeriodOutcome(*row) for row in connection.execute(_SQL["by_period"], values, prepare=False)]


def versions(connection: Connection, journey: str | None) -> dict[str, int]:
    """Which version of each designed journey is in force, or of this one."""
    return dict(connection.execute(_SQL["versions"], {"journey": journey}).fetchall())
