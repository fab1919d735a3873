"""Put a contact policy in force."""

from datetime import datetime

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published
from survey.domain.contact_policy import Policy
from survey.store import contact_policies


def set_contact_policy(
    connection: Connection, policy: Policy, *, now: datetime, request_id: str
) -> Published:
    """Keep the policy as the next version, unless nothing changed. Who was invited before stays invited."""
    published = contact_policies.put(connection, policy, now)
    if published.is_new:
        data = {**contact_policies.to_definition(policy), "version": published.version}
        subject = str(published.version)
        event = Event(new_id(), "survey.contact_policy.set", subject, now, request_id, data)
        events.append(connection, [event])
    return published
