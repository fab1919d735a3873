"""Declare which attributes of touchpoints are amounts of money; what was told before is read again once."""

from collections.abc import Mapping
from datetime import datetime

from psycopg import Connection

from feedback_router.store import amounts, decision_policies
from feedback_router.use_cases.read_amount_history import HISTORY
from shared import events, follower
from shared.events import Event
from shared.ids import new_id
from shared.problems import Problem


def declare_amounts(
    connection: Connection, currencies: Mapping[str, str], *, now: datetime, request_id: str
) -> bool:
    """These attributes, by name with their currency, and no others; False when nothing changed.

    Problem (409) when the policy in force pays by one that would be none any more, or another currency's.
    """
    amounts.hold(connection)
    _keep_what_is_paid_by(connection, currencies)
    if not amounts.declare(connection, currencies, now):
        return False
    follower.rewind(connection, HISTORY)
    data = {"amounts": dict(currencies)}
    events.append(
        connection, [Event(new_id(), "router.decision.amounts_declared", "amounts", now, request_id, data)]
    )
    return True


def _keep_what_is_paid_by(connection: Connection, currencies: Mapping[str, str]) -> None:
    in_force = decision_policies.in_force(connection)
    if in_force is None:
        return
    policy = in_force.policy
    used = {rule.amount_attribute for rule in policy.rules}
    if lost := sorted(name for name in used if currencies.get(name) != policy.currency):
        raise Problem(
            409,
            f"The policy in force pays by {', '.join(lost)} in {policy.currency}. "
            "Please put another in force first, or stop it.",
        )
