"""Summarize: what came in, and how customers would recommend the company at present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain.breakdowns import Item
from scoring.domain.scales import NPS
from scoring.domain.selections import Selection
from scoring.domain.tallies import ZERO
from scoring.store import feedback, journeys, responses
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.measure_scores import measure_scores

# "At present" is the last so many days, today included.
PRESENT_DAYS = 30
_KIND = "transactional"


@dataclass(frozen=True)
class Summary:
    """Counts since midnight UTC, and the present score of transactional surveys with its companions.

    `names` are those of the designed journeys, by key and language.
    """

    since: datetime
    responses: int
    feedback: int
    nps: Item
    nps_by_journey: list[Item]
    companions: Companions
    names: dict[str, Mapping[str, str]]


def summarize(connection: Connection, *, now: datetime) -> Summary:
    """`now` is in UTC."""
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    selection, by = present(now), ["journey"]
    found = measure_scores(connection, NPS.name, selection, by)
    total = next((item for item in found.totals if _is_meant(item)), Item(_KIND, NPS, {}, ZERO))
    return Summary(
        since=since,
        responses=responses.count_since(connection, since),
        feedback=feedback.count_since(connection, since),
        nps=total,
        nps_by_journey=[item for item in found.items if _is_meant(item)],
        companions=Companions(connection, NPS.name, selection, by, now),
        names={one.journey.key: one.journey.name for one in journeys.in_force(connection)},
    )


def present(now: datetime) -> Selection:
    """The answers that count as present."""
    return Selection(first_day=now.date() - timedelta(days=PRESENT_DAYS - 1), last_day=now.date())


def _is_meant(item: Item) -> bool:
    return item.kind == _KIND and item.scale == NPS
