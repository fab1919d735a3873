"""Take an unsubscription back, as the customer wishes."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from survey.store import suppressions


def ask_again(connection: Connection, customer_key: str, *, now: datetime, request_id: str) -> bool:
    """True when surveys may be sent again, False when the customer had not stopped them."""
    if not suppressions.lift(connection, customer_key):
        return False
    data = {"customer_key": customer_key}
    kind = "survey.customer.resubscribed"
    events.append(connection, [Event(new_id(), kind, customer_key, now, request_id, data)])
    return True
