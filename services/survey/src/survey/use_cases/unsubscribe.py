"""Send a customer no more surveys by mail."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from survey.store import suppressions


def unsubscribe(connection: Connection, customer_key: str, *, now: datetime, request_id: str) -> bool:
    """True when that is new. Replies to complaints are not surveys, and go on: `domain.unsubscribes` decides it."""
    if not suppressions.suppress(connection, [customer_key], "unsubscribed", now):
        return False
    data = {"customer_key": customer_key}
    kind = "survey.customer.unsubscribed"
    events.append(connection, [Event(new_id(), kind, customer_key, now, request_id, data)])
    return True
