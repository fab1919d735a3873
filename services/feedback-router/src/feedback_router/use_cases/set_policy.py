"""Put a policy of automatic decisions in force, as it was tried; or stop deciding."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.store import amounts, decision_policies
from feedback_router.use_cases.check_policy import check_policy
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import Problem, invalid
from shared.versions import Published

# What was tried longer ago says little of what comes in now.
DRY_RUN_COUNTS_FOR = timedelta(days=7)


def set_policy(
    connection: Connection, dry_run_id: UUID, *, by: str, now: datetime, request_id: str
) -> Published:
    """Put exactly what was tried in force, as the next version unless nothing changed.

    Problem: 422 when nothing was tried under this id, 409 when that was too long ago or no longer fits the teams and
    amounts of today, 403 when `by` tried it.
    """
    dry_run = decision_policies.dry_run(connection, dry_run_id)
    if dry_run is None:
        raise invalid({"dry_run": ["Nothing was tried under this id."]})
    if dry_run.by.casefold() == by.casefold():
        raise Problem(403, "Who tried a policy can't put it in force; that takes a second person.")
    if now - dry_run.at > DRY_RUN_COUNTS_FOR:
        raise Problem(
            409, f"This was tried more than {DRY_RUN_COUNTS_FOR.days} days ago. Please try it again."
        )
    policy = decision_policies.from_definition(dry_run.definition, 0)
    amounts.hold(connection)
    if problems := check_policy(connection, policy):
        raise Problem(409, f"What it builds on has changed since it was tried: {problems[0].sentence}")
    return _put(
        connection, policy, {"dry_run": str(dry_run_id), "tried_by": dry_run.by, "by": by}, now, request_id
    )


def stop_deciding(connection: Connection, *, by: str, now: datetime, request_id: str) -> Published | None:
    """Put the policy in force without its rules: it approves nothing, and so one person may. None without a policy."""
    in_force = decision_policies.in_force(connection)
    if in_force is None:
        return None
    return _put(connection, replace(in_force.policy, rules=()), {"by": by}, now, request_id)


def _put(
    connection: Connection, policy: DecisionPolicy, who: dict[str, str], now: datetime, request_id: str
) -> Published:
    published = decision_policies.put(connection, policy, now)
    if published.is_new:
        data = {"version": published.version, **who, **decision_policies.to_definition(policy)}
        event = Event(new_id(), "router.decision.policy_set", "decision-policy", now, request_id, data)
        events.append(connection, [event])
    return published
