"""Forget customers whom the survey service has erased. Facts stay, and rollups but for what only they had said."""

from psycopg import Connection

from scoring.domain.customers import ErasedCustomer
from scoring.store import attributes, erasure, rollups
from scoring.use_cases.find_erased import find_erased
from scoring.use_cases.forget_attributes import forget_attributes
from scoring.use_cases.forget_journeys import forget_journeys
from shared.events import Event


def forget_customers(
    connection: Connection, told: list[tuple[Event, ErasedCustomer]], *, secret: str
) -> None:
    """Heard again, from the survey service or from the router, it changes nothing."""
    # Before anything else is locked, as who follows the survey service's log has it.
    rollups.hold(connection)
    customers = [customer for _, customer in told]
    for customer, keys in zip(customers, find_erased(connection, customers, secret), strict=True):
        known = forget_journeys(connection, keys)
        forget_attributes(connection, customer.responses)
        erasure.forget(connection, list(customer.responses), list(customer.events))
        attributes.forget(connection, [*customer.events, *known])
