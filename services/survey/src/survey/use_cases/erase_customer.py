"""Forget a customer: nothing that is kept tells any more that they were here. Their scores stay, as anybody's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.pseudonyms import pseudonym
from survey.store import erasure

ERASED = "survey.customer.erased"


@dataclass(frozen=True)
class Erased:
    """What was done: how many rows went, by table, which responses lost their person, which events."""

    customer: str
    rows: dict[str, int]
    responses: list[UUID]
    events: list[UUID]

    @property
    def found_anything(self) -> bool:
        """Whether there was anything to forget."""
        return bool(self.responses or self.events or any(self.rows.values()))


def erase_customer(
    connection: Connection, key: str, *, now: datetime, request_id: str, internal_key: str
) -> Erased:
    """Forget them here, and tell the followers which responses and which events of this log are concerned.

    Again, it finds nothing and tells nothing. The order of the steps matters: see the customer's row in erasure.sql.
    """
    rows = erasure.forget(connection, key)
    responses = erasure.forget_who_answered(connection, key, now)
    told = erasure.forget_what_was_told(connection, key)
    erased = Erased(pseudonym(key, internal_key), rows, responses, told)
    if erased.found_anything:
        data = {
            "customer": erased.customer,
            "responses": [str(response) for response in responses],
            "events": [str(event) for event in told],
        }
        events.append(connection, [Event(new_id(), ERASED, erased.customer, now, request_id, data)])
    return erased
