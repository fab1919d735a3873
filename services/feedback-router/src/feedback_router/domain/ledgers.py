"""A ledger in memory: what a policy would have approved, one item after the other, in the order of time."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.domain.decisions import DAY, AboutTouchpoint, Claim, Outcome, Spent, Verdict, decide


class Ledger:
    """What was approved so far, and the most that ever fell into a window of each cap."""

    def __init__(self, policy: DecisionPolicy) -> None:
        self._policy = policy
        self._paid: set[AboutTouchpoint] = set()
        self._customers: dict[str | None, _Window] = defaultdict(
            lambda: _Window(timedelta(days=policy.customer_days))
        )
        self._company = _Window(DAY)
        self.most_of_a_customer = 0
        self.most_in_a_day = 0

    def settle(self, claim: Claim, at: datetime) -> Verdict | None:
        """The verdict on the next claim, which counts from then on; None when no rule fits."""
        rule = self._policy.fitting(claim.context, claim.touchpoint.type)
        if rule is None:
            return None
        customer = self._customers[claim.customer_key]
        spent = Spent(claim.touchpoint in self._paid, customer.sum_at(at), self._company.sum_at(at))
        verdict = decide(self._policy, rule, claim, spent, at)
        if verdict.outcome is Outcome.APPROVED and verdict.amount is not None:
            self._paid.add(claim.touchpoint)
            self.most_of_a_customer = max(self.most_of_a_customer, customer.add(at, verdict.amount))
            self.most_in_a_day = max(self.most_in_a_day, self._company.add(at, verdict.amount))
        return verdict


class _Window:
    """Amounts of the last so many days; moments only ever go forward."""

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._kept: deque[tuple[datetime, int]] = deque()
        self._sum = 0

    def sum_at(self, at: datetime) -> int:
        while self._kept and self._kept[0][0] <= at - self._length:
            self._sum -= self._kept.popleft()[1]
        return self._sum

    def add(self, at: datetime, amount: int) -> int:
        """The sum with this amount."""
        self._kept.append((at, amount))
        self._sum += amount
        return self._sum
