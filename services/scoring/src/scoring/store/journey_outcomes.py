"""What came of journeys, from rollups that move with the cases."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.selections import are_whole_months
from shared.db import statements

_SQL = statements("scoring.store", "journey_outcomes")


@dataclass(frozen=True, slots=True)
class PeriodOutcome:
    """Cases of a journey that began in a period (None: in all that was asked) and are over, and how many succeeded."""

    journey: str
    period: date | None
    succeeded: int
    n: int


class Begun(NamedTuple):
    """What the rollups know of a case. `closes_on` is None once something has ended it."""

    journey: str
    day: date
    closes_on: date | None
    succeeded: bool


def by_period(
    connection: Connection,
    journeys: Collection[str],
    first_day: date | None,
    last_day: date | None,
    as_of: datetime,
    period: str | None,
) -> list[PeriodOutcome]:
    """Of all these journeys; `period` is day, week or month."""
    by_month = period in (None, "month") and are_whole_months(first_day, last_day)
    values = {
        "journeys": list(journeys),
        "first_day": first_day,
        "last_day": last_day,
        "as_of": as_of,
        "period": period,
        "span": "month" if by_month else "day",
    }
    return [PeriodOutcome(*row) for row in connection.execute(_SQL["by_period"], values, prepare=False)]


def versions(connection: Connection, journey: str | None) -> dict[str, int]:
    """Which version of each designed journey is in force, or of this one."""
    return dict(connection.execute(_SQL["versions"], {"journey": journey}).fetchall())


def move(connection: Connection, before: Iterable[Begun], after: Iterable[Begun]) -> None:
    """Change the rollups by what these cases have become. Only who holds all cases may: see `touchpoints.lock`."""
    changes = Counter(after)
    changes.subtract(Counter(before))
    rows = list(_rows(changes))
    if rows:
        for statement in ("add", "add_closing"):
            connection.execute(_SQL[statement], {"changes": Jsonb(rows)})


def _rows(changes: Mapping[Begun, int]) -> Iterator[dict[str, Any]]:
    for case, n in changes.items():
        if n:
            closes_on = case.closes_on and case.closes_on.isoformat()
            yield {**case._asdict(), "day": case.day.isoformat(), "closes_on": closes_on, "n": n}
