"""Forget again who came back while the feedback router had not heard yet that they were forgotten.

It may have told us of a complaint of theirs, address and all, in between.
"""

from datetime import timedelta

from psycopg import Connection

from shared.events import Event
from shared.pseudonyms import pseudonym
from shared.settings import Settings
from survey.domain.complaints import COMPLAINANT, Forgotten
from survey.store import customers, erasure
from survey.use_cases.erase_customer import erase_customer, names

# A request that came in just before the erasure may have been kept just after it.
_MARGIN = timedelta(minutes=1)


def erase_again(connection: Connection, told: list[tuple[Event, Forgotten]], settings: Settings) -> int:
    """How many came back. The router hears of each and finds nothing more, so this ends."""
    back = [
        (event, key)
        for event, forgotten in told
        if forgotten.erased_at is not None
        for key in customers.written_since(connection, forgotten.erased_at - _MARGIN, COMPLAINANT)
        if pseudonym(key, settings.internal_key) in forgotten.names
    ]
    # All of them before the first is forgotten: customers' rows are taken in the order of their keys.
    erasure.hold(connection, names(connection, [key for _, key in back], settings))
    for event, key in back:
        erase_customer(connection, key, now=event.time, request_id=event.request_id, settings=settings)
    return len(back)
