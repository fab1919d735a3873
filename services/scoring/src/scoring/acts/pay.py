"""Nobody decides about their own pay, by program or on a page."""

from scoring.domain.plan_states import is_paid
from scoring.domain.plans import Plan
from shared import access
from shared.problems import Problem


def refuse_own_pay(plan: Plan) -> None:
    """Problem (403) when the caller is paid by this plan."""
    by = access.caller().name
    if is_paid(plan, by):
        raise Problem(403, f"{by} is paid by this plan, and nobody decides about their own pay.")
