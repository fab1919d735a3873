"""Incentive plans: set and list; and the scorecard that a plan gives."""

from typing import Any

from scoring.domain.plans import Plan
from scoring.schemas.plans import ListedPlanSchema, PlanSchema, PlanSetSchema
from scoring.schemas.scorecards import ScorecardSchema, as_scorecard
from scoring.store import plans
from scoring.store.plans import PlanInForce
from scoring.use_cases.draw_up_scorecard import draw_up_scorecard
from scoring.use_cases.set_plan import set_plan
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import invalid, not_found
from shared.service import current

blueprint = Blueprint("plans", __name__, url_prefix="/plans", description="Who is paid how much for what")


@blueprint.route("", methods=["POST"], scope="plans:write")
@blueprint.arguments(PlanSchema)
@blueprint.response(200, PlanSetSchema)
def put(plan: Plan) -> dict[str, Any]:
    """Put a plan in force as its next version; the same definition again changes nothing"""
    faults: dict[str, list[str]] = {}
    for problem in plan.problems():
        faults.setdefault(problem.path, []).append(problem.message)
    if faults:
        raise invalid(faults)
    with current().change() as connection:
        published = set_plan(connection, plan, now=now(), request_id=web.request_id())
    return {"key": plan.key, "version": published.version, "is_new": published.is_new}


@blueprint.route("", methods=["GET"], scope="plans:read")
@blueprint.response(200, ListedPlanSchema(many=True))
def list_plans() -> list[PlanInForce]:
    """List the plans in force"""
    with current().read() as connection:
        return plans.in_force(connection)


@blueprint.route("/<key>/scorecard", methods=["GET"], scope="scorecards:read")
@blueprint.response(200, ScorecardSchema)
def read_scorecard(key: str) -> dict[str, Any]:
    """Apply a plan to what was measured in its period; every line says how it came about"""
    with current().read() as connection:
        drawn = draw_up_scorecard(connection, key)
    if drawn is None:
        raise not_found(f"plan {key!r}")
    return as_scorecard(drawn)
