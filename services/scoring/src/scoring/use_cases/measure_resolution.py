"""Measure how long comments wait to be resolved."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.estimates import Hidden
from scoring.domain.outcomes import TimeTo, time_to
from scoring.domain.selections import Selection
from scoring.store import feedback
from scoring.use_cases.measure_scores import measure_scores


def measure_resolution(connection: Connection, selection: Selection, as_of: datetime) -> TimeTo | Hidden:
    """Of the comments that went to a team in these days; hidden where their resolved share is."""
    shares = measure_scores(connection, "resolved_share", selection).totals
    if not any(total.shown for total in shares):
        return Hidden()
    return time_to(feedback.waits(connection, selection, as_of))
