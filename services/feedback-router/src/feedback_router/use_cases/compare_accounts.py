"""Compare accounts: who claims more often than chance explains. People look at it; nothing follows by itself."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from feedback_router.domain.accounts import Account, Totals, compared
from feedback_router.store import decision_policies, decisions

# Of those who claimed most often so many are compared.
_MOST = 1000


@dataclass(frozen=True)
class Comparison:
    """All customers together, and those who claimed most, the least likely first."""

    currency: str | None
    totals: Totals
    accounts: list[Account]


def compare_accounts(connection: Connection, since: datetime, until: datetime) -> Comparison:
    """By the touchpoints of a period that told an amount; amounts are summed in the policy's currency."""
    in_force = decision_policies.in_force(connection)
    currency = in_force.policy.currency if in_force else None
    totals = decisions.account_totals(connection, since, until)
    counts = decisions.accounts(connection, since, until, currency or "", _MOST)
    return Comparison(currency, totals, compared(counts, totals))
