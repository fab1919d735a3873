"""Forget customers whom the survey service has erased. Facts and rollups stay: nothing in them is a person."""

from psycopg import Connection

from scoring.domain.customers import ErasedCustomer
from scoring.store import erasure
from shared.events import Event


def forget_customers(connection: Connection, told: list[tuple[Event, ErasedCustomer]]) -> None:
    """Heard again, from the survey service or from the router, it changes nothing."""
    for _, customer in told:
        erasure.forget(connection, list(customer.responses), list(customer.events))
