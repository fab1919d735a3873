"""Follow a score over time, each version of each survey for itself."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.selections import Selection
from scoring.domain.trends import Series, trends
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.measure_scores import refuse_unknown, shown_groups


def trend_scores(connection: Connection, measure: str, selection: Selection, every: str) -> list[Series]:
    """By day, week (from Monday) or month. Feedback has no versions and is one series a survey."""
    refuse_unknown(connection, measure, selection, ())
    return trends(shown_groups(connection, measure, selection, _by(measure, every)), every)


def companions_of_trend(
    connection: Connection, measure: str, selection: Selection, every: str, *, now: datetime
) -> Companions:
    """What stands beside each of its points, and beside each series as a whole."""
    return Companions(connection, measure, selection, _by(measure, every), now, subtotals=True)


def _by(measure: str, every: str) -> list[str]:
    return ["survey", every] if measure == "resolved_share" else ["survey", "version", every]
