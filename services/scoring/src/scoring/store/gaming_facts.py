"""What the search for gaming looks at: counts by place over a period, from rollups where there are any."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.gaming.answering import ASKED_QUESTION, SHORTEST_LINE
from scoring.domain.gaming.invitation_rates import Eligible
from scoring.domain.gaming.results import MOST_EVIDENCE, Change
from scoring.domain.gaming.same_devices import SMALLEST_CLUSTER, Marked
from scoring.domain.gaming.units import Count, Place
from scoring.domain.plans import Period
from shared.db import statements

_SQL = statements("scoring.store", "gaming_facts")


def eligible(connection: Connection, period: Period) -> list[Eligible]:
    """Who became eligible in these days, by place and why they were not asked."""
    days = {"first_day": period.first_day, "last_day": period.last_day}
    rows = connection.execute(_SQL["eligible"], days)
    return [Eligible(Place(*row[:6]), row[6], int(row[7]), int(row[8])) for row in rows]


def straight_lines(connection: Connection, period: Period) -> list[Count]:
    """Lines of answers, in strata of the same version, scale and first value."""
    parameters = {**_between(period), "shortest": SHORTEST_LINE, "most": MOST_EVIDENCE}
    return [
        Count(row[:4], Place(row[0], *row[4:9]), row[9], row[10], tuple(row[11] or ()))
        for row in connection.execute(_SQL["straight_lines"], parameters)
    ]


def quick(connection: Connection, period: Period) -> list[Count]:
    """Answers of which anybody knows how fast they were sent."""
    return _by_survey(connection, "quick", period)


def asked_in_survey(connection: Connection, period: Period) -> list[Count]:
    """Answers that say whether somebody asked for a certain score."""
    return _by_survey(connection, "asked_in_survey", period, question=ASKED_QUESTION)


def asked_in_comments(connection: Connection, period: Period) -> list[Count]:
    """Comments that were routed; hits are those in which the router found it."""
    return _by_survey(connection, "asked_in_comments", period)


def daily(connection: Connection, period: Period) -> list[tuple[date, Place, int, int]]:
    """Answers by the day on which they came, and how many of them have a mark."""
    rows = connection.execute(_SQL["daily"], _between(period))
    return [(row[0], Place(*row[1:7]), row[7], row[8]) for row in rows]


def shared_marks(connection: Connection, period: Period) -> list[Marked]:
    """The answers of marks that enough answers of the same day have."""
    rows = connection.execute(_SQL["shared_marks"], {**_between(period), "fewest": SMALLEST_CLUSTER})
    return [Marked(row[0], row[1], Place(*row[2:8]), tuple(row[8])) for row in rows]


def changes(connection: Connection, period: Period, until: datetime, key: str, version: int) -> list[Change]:
    """Definitions that were changed in these days, and journeys that were, or this version of a plan that went live,
    between the first of them and `until`.
    """
    parameters = {**_between(period), "until": until, "key": key, "version": version}
    return [Change(*row) for row in connection.execute(_SQL["changes"], parameters)]


def note_changes(connection: Connection, changed: Iterable[Change]) -> None:
    """Remember when these versions came to be."""
    rows = [{**asdict(change), "at": change.at.isoformat()} for change in changed]
    connection.execute(_SQL["note_changes"], {"changes": Jsonb(rows)})


def note_requests(connection: Connection, feedback: Iterable[UUID]) -> None:
    """Remember that the comments of these items say so."""
    connection.execute(_SQL["note_requests"], {"ids": list(feedback)})


def _by_survey(connection: Connection, statement: str, period: Period, **more: Any) -> list[Count]:
    rows = connection.execute(_SQL[statement], {**_between(period), "most": MOST_EVIDENCE, **more})
    return [Count(row[:1], Place(*row[:6]), row[6], row[7], tuple(row[8] or ())) for row in rows]


def _between(period: Period) -> dict[str, datetime]:
    begin, end = (
        datetime.combine(day, time(), UTC) for day in (period.first_day, period.last_day + timedelta(days=1))
    )
    return {"begin": begin, "end": end}
