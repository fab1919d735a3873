"""Decisions about money: approved within limits, or referred to a person. Pure: the same facts, the same verdict."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from feedback_router.domain.context import Context
from feedback_router.domain.decision_policies import DecisionPolicy, DecisionRule
from feedback_router.domain.reasons import Why

DAY = timedelta(days=1)


class Outcome(StrEnum):
    """What became of an item that a rule fits."""

    APPROVED = "approved"
    REFERRED = "referred"


class Limit(StrEnum):
    """What must hold, in the order in which it is looked at."""

    KNOWN_CUSTOMER = "known_customer"
    SEVERITY = "severity"
    TOUCHPOINT_AGE = "touchpoint_age"
    AMOUNT = "amount"
    CASE = "case"
    ONCE = "once"
    CUSTOMER_CAP = "customer_cap"
    DAY_CAP = "day_cap"


@dataclass(frozen=True, slots=True)
class AboutTouchpoint:
    """What an answer is about, as the survey tells it."""

    source: str
    id: str
    type: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An item as far as a decision looks at it. When the touchpoint was, and its amounts, are known once it told any.

    Nothing of what the customer wrote is here, and so no amount can come from it.
    """

    customer_key: str | None
    context: Context
    touchpoint: AboutTouchpoint
    touchpoint_at: datetime | None
    amounts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Spent:
    """What was approved before: for this touchpoint, and in minor units within the windows of the two caps."""

    on_touchpoint: bool = False
    on_customer: int = 0
    by_company: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One limit: how far it goes, what was found, whether that is within. None where there is no number."""

    limit: Limit
    allowed: int | None
    found: int | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule makes of an item, with every limit that was looked at."""

    outcome: Outcome
    rule: DecisionRule
    amount: int | None
    checks: tuple[Check, ...]

    @property
    def held_by(self) -> Limit | None:
        """The first limit that it did not pass."""
        return next((check.limit for check in self.checks if not check.holds), None)


@dataclass(frozen=True)
class Decision:
    """A decision as it is kept. `state` follows from what people did with it since.

    `inputs` is all that was looked at; of an erased customer the key is gone and the amount stays. `reason` says in
    `reason_language` what `why` holds as data; older ones were kept as the English sentence alone.
    """

    id: UUID
    feedback_id: UUID
    customer_key: str | None
    touchpoint_source: str
    touchpoint_id: str
    touchpoint_type: str
    outcome: str
    policy_version: int
    rule: str
    team: str
    action: str
    amount: int | None
    currency: str
    held_by: str | None
    reason: str
    inputs: dict[str, Any]
    at: datetime
    state: str
    why: Why | None = None
    reason_language: str = "en"


def decide(policy: DecisionPolicy, rule: DecisionRule, claim: Claim, spent: Spent, at: datetime) -> Verdict:
    """The verdict of a rule that fits, at this moment, after what was spent."""
    amount = claim.amounts.get(rule.amount_attribute)
    checks = tuple(_checks(policy, rule, claim, spent, at, amount))
    approved = all(check.holds for check in checks)
    return Verdict(Outcome.APPROVED if approved else Outcome.REFERRED, rule, amount, checks)


def _checks(
    policy: DecisionPolicy, rule: DecisionRule, claim: Claim, spent: Spent, at: datetime, amount: int | None
) -> Iterator[Check]:
    severity = claim.context.severity
    age = None if claim.touchpoint_at is None else max((at - claim.touchpoint_at) // DAY, 0)
    yield Check(Limit.KNOWN_CUSTOMER, None, None, claim.customer_key is not None)
    yield Check(Limit.SEVERITY, rule.severity_at_most, severity, severity <= rule.severity_at_most)
    if age is not None:
        yield Check(Limit.TOUCHPOINT_AGE, rule.touchpoint_days, age, age < rule.touchpoint_days)
    yield Check(Limit.AMOUNT, None, amount, amount is not None)
    if amount is not None:
        on_customer, by_company = spent.on_customer + amount, spent.by_company + amount
        yield Check(Limit.CASE, rule.case_limit, amount, amount <= rule.case_limit)
        yield Check(Limit.ONCE, 1, 1 + spent.on_touchpoint, not spent.on_touchpoint)
        yield Check(Limit.CUSTOMER_CAP, policy.customer_cap, on_customer, on_customer <= policy.customer_cap)
        yield Check(Limit.DAY_CAP, policy.day_cap, by_company, by_company <= policy.day_cap)


def why(policy: DecisionPolicy, verdict: Verdict) -> Why:
    """What an approval is for, or the limit that held it and all that is to be known about it."""
    rule = verdict.rule
    decided = {"rule": rule.key, "action": rule.action, "currency": policy.currency}
    held = next((check for check in verdict.checks if not check.holds), None)
    if held is None:
        return {"code": "approved", **decided, "amount": verdict.amount}
    return {
        "code": "held",
        **decided,
        "limit": held.limit,
        "found": held.found,
        "allowed": held.allowed,
        "attribute": rule.amount_attribute,
        "customer_days": policy.customer_days,
    }


def inputs_of(claim: Claim, verdict: Verdict) -> dict[str, Any]:
    """All that was looked at, as JSON."""
    context = claim.context
    return {
        "kind": context.kind,
        "topics": list(context.topics),
        "severity": context.severity,
        "survey": context.survey,
        "journey": context.journey,
        "stage": context.stage,
        "channel": context.channel,
        "owner": context.owner,
        "segment": context.segment,
        "touchpoint_at": claim.touchpoint_at.isoformat() if claim.touchpoint_at else None,
        "checks": [asdict(check) for check in verdict.checks],
    }
