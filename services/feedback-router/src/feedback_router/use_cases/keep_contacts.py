"""Keep what happened between customers and the company, as the survey's log tells it."""

from psycopg import Connection

from feedback_router.domain.contacts import Contact, Touchpoint
from feedback_router.store import contacts
from shared.events import Event


def keep_contacts(connection: Connection, told: list[tuple[Event, Touchpoint]]) -> None:
    """Keep each once; what is of nobody any more is left out."""
    known = [
        Contact(
            touchpoint.customer_key,
            event.id,
            event.time,
            touchpoint.type,
            touchpoint.journey,
            touchpoint.stage,
            touchpoint.channel,
        )
        for event, touchpoint in told
        if touchpoint.customer_key is not None
    ]
    contacts.keep(connection, known)
