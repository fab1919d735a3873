"""Measure: one number over a selection of answers, and what it is made of."""

from collections.abc import Collection

from psycopg import Connection

from scoring.domain.breakdowns import Breakdown, breakdown
from scoring.domain.selections import Selection
from scoring.store import feedback_rollups, rollups


def measure_scores(
    connection: Connection, measure: str, selection: Selection, by: Collection[str] = ()
) -> Breakdown:
    """`measure` is nps, ces, csat or resolved_share; `by` names dimensions of the breakdown."""
    if measure == "resolved_share":
        return breakdown(feedback_rollups.groups(connection, selection, by))
    return breakdown(rollups.groups(connection, measure, selection, by))
