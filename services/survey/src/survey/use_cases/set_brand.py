"""Put a brand in force."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published
from survey.domain.brands import Brand
from survey.store import brands


def set_brand(connection: Connection, brand: Brand, *, now: datetime, request_id: str) -> Published:
    """Keep the brand as the next version, unless nothing changed. It must be free of faults."""
    published = brands.put(connection, brand, now)
    if published.is_new:
        data = {"version": published.version, "name": brand.name}
        subject = str(published.version)
        events.append(connection, [Event(new_id(), "survey.brand.set", subject, now, request_id, data)])
    return published
