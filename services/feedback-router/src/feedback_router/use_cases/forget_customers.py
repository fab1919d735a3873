"""Forget customers whom the survey service has erased: what they said in words goes, what is counted stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from psycopg import Connection

from feedback_router.domain.customers import ErasedCustomer
from feedback_router.store import complaints, contacts, erasure
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.pseudonyms import complete

ERASED = "router.customer.erased"


def forget_customers(
    connection: Connection, told: list[tuple[Event, ErasedCustomer]], *, secret: str, now: datetime
) -> None:
    """Heard again, it takes nothing more. Who follows this log is told which of its events were of the person."""
    known = _find_contacts(connection, [customer for _, customer in told], secret)
    for (cause, customer), keys in zip(told, known, strict=True):
        # What they brought to us themselves, the survey service knows nothing of.
        own = complaints.of_pseudonyms(connection, [customer.customer, *customer.aliases])
        responses = list(dict.fromkeys([*customer.responses, *own]))
        heard = [*customer.events, *contacts.forget_of(connection, keys)]
        blanked = erasure.forget(connection, responses, heard, now)
        gone = replace(customer, responses=tuple(responses), events=tuple(blanked))
        tell_erased(connection, gone, cause.time, now=now, request_id=cause.request_id)


def _find_contacts(connection: Connection, told: Sequence[ErasedCustomer], secret: str) -> list[set[str]]:
    """Under which keys each one's contacts are kept: by the events that told of them, since these are found quickly.

    Of who was silent for longer than the survey's log remembers it names none: they are looked for by their pseudonyms
    among all who are known, once for everybody who is told.
    """
    found = [contacts.told_by(connection, customer.events) for customer in told]
    names = [(customer.customer, *customer.aliases) for customer in told]
    complete(found, names, partial(contacts.customers, connection), secret)
    return found


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
