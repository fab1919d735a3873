"""Advance a plan's version: approve it, put it live, close its period. Whether it may be is asked before."""

from datetime import datetime

from psycopg import Connection

from scoring.domain.plan_states import PlanAction, PlanStep
from scoring.store import plans
from shared import events
from shared.events import Event
from shared.ids import new_id


def advance_plan(
    connection: Connection,
    key: str,
    version: int,
    action: PlanAction,
    *,
    by: str,
    comment: str | None,
    now: datetime,
    request_id: str,
) -> None:
    """Note the step and tell it: `scoring.plan.approved`, `.went_live` or `.closed`."""
    plans.note(connection, key, version, PlanStep(action, by, comment, now))
    data = {"plan": key, "version": version, "by": by}
    events.append(connection, [Event(new_id(), f"scoring.plan.{action}", key, now, request_id, data)])
