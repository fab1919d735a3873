"""Put an incentive plan in force."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.plans import Plan
from scoring.store import plans
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


def set_plan(connection: Connection, plan: Plan, *, now: datetime, request_id: str) -> Published:
    """Keep the plan as its next version, unless nothing changed. The plan must be free of problems."""
    published = plans.put(connection, plan, now)
    if published.is_new:
        data = {**plans.to_definition(plan), "version": published.version}
        event = Event(new_id(), "scoring.plan.set", plan.key, now, request_id, data)
        events.append(connection, [event])
    return published
