"""Where a plan's version stands on its way from a draft to a locked scorecard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scoring.domain.plans import Plan, plain

# As many must have said yes, and nobody who is paid.
APPROVALS_NEEDED = 2


class PlanState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    LIVE = "live"
    PROVISIONAL = "provisional"
    LOCKED = "locked"


class PlanAction(StrEnum):
    """Steps on the way. A lock is no step: the locked scorecard itself says so."""

    APPROVED = "approved"
    WENT_LIVE = "went_live"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Who did what, and when."""

    action: PlanAction
    by: str
    comment: str | None
    at: datetime


def state_of(steps: Sequence[PlanStep], *, locked: bool) -> PlanState:
    """Where these steps lead to."""
    actions = {step.action for step in steps}
    if locked:
        return PlanState.LOCKED
    if PlanAction.CLOSED in actions:
        return PlanState.PROVISIONAL
    if PlanAction.WENT_LIVE in actions:
        return PlanState.LIVE
    return PlanState.APPROVED if len(approvers(steps)) >= APPROVALS_NEEDED else PlanState.DRAFT


def approvers(steps: Sequence[PlanStep]) -> set[str]:
    """Who said yes, each once, their names made plain."""
    return {plain(step.by) for step in steps if step.action is PlanAction.APPROVED}


def closed_at(steps: Sequence[PlanStep]) -> datetime | None:
    """When the period was closed: what is paid on is measured as of then."""
    return next((step.at for step in steps if step.action is PlanAction.CLOSED), None)


def refusal_to_approve(plan: Plan, state: PlanState, steps: Sequence[PlanStep], by: str) -> str | None:
    """Why this person can't approve; None when they can."""
    if state not in (PlanState.DRAFT, PlanState.APPROVED):
        return f"This version is {state} already."
    if is_paid(plan, by):
        return f"{by} is paid by this plan, and nobody approves their own pay."
    if plain(by) in approvers(steps):
        return f"{by} has approved this version already; the second approval is somebody else's."
    return None


def refusal_to_go_live(plan: Plan, state: PlanState, others_live: Sequence[Plan]) -> str | None:
    """Why the version can't go live, besides what readiness says; None when it can."""
    if state is PlanState.DRAFT:
        return f"This version needs {APPROVALS_NEEDED} approvals, by people whom it does not pay."
    if state is not PlanState.APPROVED:
        return f"This version is {state} already."
    for other in others_live:
        if other.period.overlaps(plan.period):
            return f"A version of this plan is live for {other.period} already, and its targets are locked."
    return None


def is_paid(plan: Plan, by: str) -> bool:
    """Whether the holder of a key of this name is paid by the plan."""
    return plain(by) in {plain(person.name) for person in plan.people}
