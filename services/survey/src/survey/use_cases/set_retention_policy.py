"""Put a retention policy in force."""

from dataclasses import asdict
from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published
from survey.domain.retention import RetentionPolicy
from survey.store import retention_policies


def set_retention_policy(
    connection: Connection, policy: RetentionPolicy, *, now: datetime, request_id: str
) -> Published:
    """Keep the policy as the next version, unless nothing changed. It must be free of faults."""
    published = retention_policies.put(connection, policy, now)
    if published.is_new:
        data = {**asdict(policy), "version": published.version}
        subject = str(published.version)
        event = Event(new_id(), "survey.retention_policy.set", subject, now, request_id, data)
        events.append(connection, [event])
    return published
