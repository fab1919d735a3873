"""Forget the journeys of customers whom the survey service has erased."""

from uuid import UUID

from psycopg import Connection

from scoring.store import identities, journey_cases, touchpoints
from scoring.use_cases.forget_at_risk import forget_at_risk


def forget_journeys(connection: Connection, gone: set[str]) -> list[UUID]:
    """The touchpoints of the customers with these keys, their cases, what was predicted of them, and that they were
    joined to anybody.

    Who was is made anew without them. The events that told of the touchpoints.
    """
    if not gone:
        return []
    told = touchpoints.forget(connection, gone)
    touchpoints.lock(connection)
    known = identities.of(connection, gone)
    touchpoints.mark(connection, known)
    identities.forget(connection, gone)
    identities.follow_joins(connection, known)
    journey_cases.replace(connection, known, [])
    forget_at_risk(connection, gone, known)
    touchpoints.unmark(connection, gone)
    return told
