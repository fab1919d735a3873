"""Forget the journeys of customers whom the survey service has erased."""

from psycopg import Connection

from scoring.domain.customers import ErasedCustomer
from scoring.store import identities, journey_cases, touchpoints


def forget_journeys(connection: Connection, customer: ErasedCustomer) -> None:
    """Their touchpoints, their cases, and that they were joined to anybody. Who was is made anew without them."""
    gone = touchpoints.forget(connection, list(customer.events))
    if not gone:
        return
    touchpoints.lock(connection)
    known = identities.of(connection, gone)
    touchpoints.mark(connection, known)
    identities.forget(connection, gone)
    identities.follow_joins(connection, known)
    journey_cases.clear(connection, known)
    touchpoints.unmark(connection, gone)
