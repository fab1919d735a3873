"""Keep an incentive plan as a draft."""

from dataclasses import replace
from datetime import date, datetime

from psycopg import Connection

from scoring.domain.plan_definitions import to_definition
from scoring.domain.plans import Period, Plan
from scoring.store import plans
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published


class TargetsLockedError(Exception):
    """A version of this plan is live, and its period is not over."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"This plan is live for {period}: until then its targets are locked.")


def set_plan(connection: Connection, plan: Plan, *, now: datetime, request_id: str) -> Published:
    """Keep the plan as its next version, a draft, unless nothing changed. It must be free of problems and harms.

    Raises TargetsLockedError for a change inside the period of a live version.
    """
    plans.hold(connection, plan.key)
    plan = _by_its_rules(connection, plan)
    locked = _open_period(connection, plan.key, now.date())
    if locked is not None and all(item.plan != plan for item in plans.live(connection, plan.key)):
        raise TargetsLockedError(locked)
    published = plans.put(connection, plan, now)
    if published.is_new:
        data = {**to_definition(plan), "version": published.version}
        event = Event(new_id(), "scoring.plan.set", plan.key, now, request_id, data)
        events.append(connection, [event])
    return published


def _by_its_rules(connection: Connection, plan: Plan) -> Plan:
    """What is in force already stays so by the rules that it was approved with, said again as it is."""
    known = plans.in_force(connection, plan.key)
    return known.plan if known and replace(known.plan, rules=plan.rules) == plan else plan


def _open_period(connection: Connection, key: str, today: date) -> Period | None:
    periods = [item.plan.period for item in plans.live(connection, key)]
    return next((period for period in periods if today in period), None)
