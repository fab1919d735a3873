"""Check a policy against what it builds on: the teams that are there, and the amounts that are declared."""

from psycopg import Connection

from feedback_router.domain.decision_policies import DecisionPolicy, validate_policy
from feedback_router.domain.rules import Problem
from feedback_router.store import amounts, rules


def check_policy(connection: Connection, policy: DecisionPolicy) -> tuple[Problem, ...]:
    """All that is wrong with it now."""
    teams = {team.key for team in rules.in_force(connection).book.teams}
    currencies = {known.attribute: known.currency for known in amounts.declared(connection)}
    return validate_policy(policy, teams, currencies)
