"""Put a trigger in force."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import invalid
from shared.versions import Published
from survey.domain.triggers import Trigger
from survey.store import surveys, triggers


def set_trigger(connection: Connection, trigger: Trigger, *, now: datetime, request_id: str) -> Published:
    """Keep the trigger as its next version, unless nothing changed. Problem (422) without its survey."""
    if surveys.newest(connection, trigger.survey) is None:
        raise invalid({"survey": [f"There is no published survey {trigger.survey!r}."]})
    published = triggers.put(connection, trigger, now)
    if published.is_new:
        data = {**triggers.to_definition(trigger), "version": published.version}
        event = Event(new_id(), "survey.trigger.set", trigger.key, now, request_id, data)
        events.append(connection, [event])
    return published
