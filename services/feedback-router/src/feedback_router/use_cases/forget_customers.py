"""Forget customers whom the survey service has erased: what they said in words goes, what is counted stays."""

from dataclasses import replace
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
        own = complaints.of_pseudonyms(connection, [customer.customer, *customer.aliases])
        responses = list(dict.fromkeys([*customer.responses, *own]))
        blanked = erasure.forget(connection, responses, list(customer.events), now)
        gone = replace(customer, responses=tuple(responses), events=tuple(blanked))
        tell_erased(connection, gone, cause.time, now=now, request_id=cause.request_id)


def tell_erased(
    connection: Connection, gone: ErasedCustomer, erased_at: datetime, *, now: datetime, request_id: str
) -> None:
    """What we told since then may have brought them back to the survey service, which looks for them once more."""
    data = {
        "customer": gone.customer,
        "aliases": list(gone.aliases),
        "erased_at": erased_at.isoformat(),
        "responses": [str(response) for response in gone.responses],
        "events": [str(event) for event in gone.events],
    }
    events.append(connection, [Event(new_id(), ERASED, gone.customer, now, request_id, data)])
