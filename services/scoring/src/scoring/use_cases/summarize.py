"""Summarize: what came in, and how customers would recommend the company at present."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain.scales import NPS
from scoring.domain.scores import Score, scores
from scoring.domain.selections import Selection
from scoring.domain.tallies import ZERO
from scoring.store import feedback, feedback_rollups, responses
from scoring.use_cases.measure_scores import measure_scores

# "At present" is the last so many days, today included.
PRESENT_DAYS = 30


@dataclass(frozen=True)
class Summary:
    """Counts since midnight UTC and since ever, and the present score of transactional surveys."""

    since: datetime
    responses: int
    feedback: int
    responses_by_survey: dict[str, int]
    feedback_by_survey: dict[str, int]
    nps: Score


def summarize(connection: Connection, *, now: datetime) -> Summary:
    """`now` is in UTC."""
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    totals = measure_scores(connection, NPS.name, present(now)).totals
    transactional = [
        total.scores[0] for total in totals if total.kind == "transactional" and total.scale == NPS
    ]
    return Summary(
        since=since,
        responses=responses.count_since(connection, since),
        feedback=feedback.count_since(connection, since),
        responses_by_survey=responses.count_by_survey(connection),
        feedback_by_survey=feedback_rollups.count_by_survey(connection),
        nps=transactional[0] if transactional else scores(NPS, ZERO)[0],
    )


def present(now: datetime) -> Selection:
    """The answers that count as present."""
    return Selection(first_day=now.date() - timedelta(days=PRESENT_DAYS - 1), last_day=now.date())
