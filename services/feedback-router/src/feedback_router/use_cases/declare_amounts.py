"""Declare which attributes of touchpoints are amounts of money; what was told before is read again once."""

from collections.abc import Mapping
from datetime import datetime

from psycopg import Connection

from feedback_router.store import amounts
from feedback_router.use_cases.read_amount_history import HISTORY
from shared import events, follower
from shared.events import Event
from shared.ids import new_id


def declare_amounts(
    connection: Connection, currencies: Mapping[str, str], *, now: datetime, request_id: str
) -> bool:
    """These attributes, by name with their currency, and no others; False when nothing changed."""
    if not amounts.declare(connection, currencies, now):
        return False
    follower.rewind(connection, HISTORY)
    data = {"amounts": dict(currencies)}
    events.append(
        connection, [Event(new_id(), "router.decision.amounts_declared", "amounts", now, request_id, data)]
    )
    return True
