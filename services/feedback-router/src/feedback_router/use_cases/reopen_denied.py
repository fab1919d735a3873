"""Reopen what its customer says is not fixed, once."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.complaints import CUSTOMER
from feedback_router.domain.responses import Response
from feedback_router.domain.states import Reopen, Status
from feedback_router.store import feedback, rules, touchpoints
from feedback_router.use_cases.advance_feedback import Occasion, move
from feedback_router.use_cases.word_reasons import plain
from shared.events import Event

_REASON = plain("denied")


def reopen_denied(connection: Connection, told: list[tuple[Event, Response]], *, now: datetime) -> None:
    """An item for whose resolution nobody asked stays as it is, and so does one that was opened again meanwhile."""
    denied = [(response.denies, event) for event, response in told if response.denies]
    # In the order in which everybody locks items.
    for item_id, event in sorted(denied, key=lambda one: one[0]):
        # The item first, as whoever forgets a customer does: nobody then waits for the other.
        item = feedback.lock(connection, item_id, None)
        if item is None or not touchpoints.deny(connection, item_id, now) or item.status != Status.RESOLVED:
            continue
        occasion = Occasion(CUSTOMER, now, event.request_id)
        move(connection, item, Reopen(_REASON), rules.in_force(connection).book, occasion)
