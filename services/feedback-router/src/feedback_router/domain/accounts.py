"""Accounts: how often each customer claims, after the fact. Nothing here decides about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_router.domain.binomials import at_least

# An account stands out when chance alone would bring forth one like it among all accounts less often than this.
OUTLIER_BELOW = 0.01


@dataclass(frozen=True)
class Counts:
    """One customer: touchpoints with an amount in the period, how many of them were claimed, what was approved."""

    customer_key: str
    touchpoints: int
    claimed: int
    approvals: int
    amount: int


@dataclass(frozen=True)
class Totals:
    """The same of all customers together, and how many customers these are."""

    customers: int
    touchpoints: int
    claimed: int

    @property
    def share(self) -> float:
        """How much of what could be claimed was."""
        return self.claimed / self.touchpoints if self.touchpoints else 0.0


@dataclass(frozen=True)
class Account:
    """Counts, and how unlikely they are. `p` is corrected for the number of customers who were looked at."""

    customer_key: str
    touchpoints: int
    claimed: int
    approvals: int
    amount: int
    share: float
    p: float
    is_outlier: bool


def compared(counts: Sequence[Counts], totals: Totals) -> list[Account]:
    """Each account against the share of all, the least likely first.

    Exact one-sided binomial test: P(X >= claimed), X ~ Bin(touchpoints, share of all), times the number of customers
    (Bonferroni), at most 1.
    """
    accounts = [_account(one, totals) for one in counts]
    return sorted(accounts, key=lambda it: (it.p, -it.claimed, it.customer_key))


def _account(counts: Counts, totals: Totals) -> Account:
    p = min(at_least(counts.claimed, counts.touchpoints, totals.share) * totals.customers, 1.0)
    return Account(
        **vars(counts), share=counts.claimed / counts.touchpoints, p=p, is_outlier=p < OUTLIER_BELOW
    )
