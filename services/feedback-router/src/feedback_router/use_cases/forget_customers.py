"""Forget customers whom the survey service has erased: what they said in words goes, what is counted stays."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.customers import ErasedCustomer
from feedback_router.store import complaints, erasure
from shared import events
from shared.events import Event
from shared.ids import new_id

ERASED = "router.customer.erased"


def forget_customers(
    connection: Connection, told: list[tuple[Event, ErasedCustomer]], *, now: datetime
) -> None:
    """Heard again, it takes nothing more. Who follows this log is told which of its events were of the person."""
    for cause, customer in told:
        # What they brought to us themselves, the survey service knows nothing of.
        own = complaints.of_pseudonym(connection, customer.customer)
        responses = list(dict.fromkeys([*customer.responses, *own]))
        blanked = erasure.forget(connection, responses, list(customer.events), now)
        data = {
            "customer": customer.customer,
            "responses": [str(response) for response in responses],
            "events": [str(event) for event in blanked],
        }
        event = Event(new_id(), ERASED, customer.customer, now, cause.request_id, data)
        events.append(connection, [event])
