"""Follow a score over time, each version of each survey for itself."""

from psycopg import Connection

from scoring.domain.selections import Selection
from scoring.domain.trends import Series, trends
from scoring.use_cases.measure_scores import refuse_unknown, shown_groups


def trend_scores(connection: Connection, measure: str, selection: Selection, every: str) -> list[Series]:
    """By day, week (from Monday) or month. Feedback has no versions and is one series a survey."""
    refuse_unknown(connection, measure, selection, ())
    by = ["survey", every] if measure == "resolved_share" else ["survey", "version", every]
    return trends(shown_groups(connection, measure, selection, by), every)
