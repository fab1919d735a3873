"""The steps of a plan: two people approve it, it goes live, its period closes, and its scorecards are locked."""

from typing import Any

from psycopg import Connection

from scoring.acts import plans as acts
from scoring.acts.pay import refuse_own_pay
from scoring.acts.scorecards import lock_scorecards
from scoring.domain.plan_states import (
    PlanAction,
    PlanState,
    refusal_to_approve,
    refusal_to_go_live,
)
from scoring.domain.scorecards import is_due
from scoring.schemas.locked_scorecards import LockedScorecardSchema, as_locked
from scoring.schemas.plans import StandingSchema, StepTakenSchema, as_errors
from scoring.store import plans
from scoring.use_cases.advance_plan import advance_plan
from scoring.use_cases.check_plan import check_plan, check_readiness
from scoring.use_cases.draw_up_scorecard import Standing
from shared import access, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, invalid
from shared.service import current

blueprint = Blueprint(
    "plan_steps", __name__, url_prefix="/plans/<key>", description="From a draft to a locked scorecard"
)


@blueprint.route("/approvals", methods=["POST"], scope="plans:approve")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(200, StandingSchema)
def approve(body: dict[str, Any], key: str) -> Standing:
    """Approve a version; two people must, and nobody whom it pays"""
    with current().change() as connection:
        standing = acts.hold_plan(connection, key, body["version"])
        by = access.caller().name
        _refuse(refusal_to_approve(standing.plan, standing.state, standing.steps, by))
        return _advance(connection, standing, PlanAction.APPROVED, body["comment"])


@blueprint.route("/start", methods=["POST"], scope="plans:write")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(200, StandingSchema)
def go_live(body: dict[str, Any], key: str) -> Standing:
    """Put an approved and ready version in force; its targets are locked from then on"""
    with current().change() as connection:
        standing = acts.hold_plan(connection, key, body["version"])
        refuse_own_pay(standing.plan)
        live = [item.plan for item in plans.live(connection, key) if item.version != standing.version]
        _refuse(refusal_to_go_live(standing.plan, standing.state, live))
        plans.hold_starts(connection)
        if problems := check_plan(connection, standing.plan, now()):
            raise invalid(as_errors(problems))
        missing = [check for check in check_readiness(connection, standing.plan, now()) if not check.ready]
        if missing:
            errors: dict[str, list[str]] = {}
            for check in missing:
                errors.setdefault(check.path, []).append(check.detail)
            raise Problem(409, "This plan is not ready to go live.", errors)
        return _advance(connection, standing, PlanAction.WENT_LIVE, body["comment"])


@blueprint.route("/closing", methods=["POST"], scope="plans:write")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(200, StandingSchema)
def close(body: dict[str, Any], key: str) -> Standing:
    """Close a live version's period; its scorecards are provisional from then on"""
    with current().change() as connection:
        standing = acts.hold_plan(connection, key, body["version"])
        if standing.state is not PlanState.LIVE:
            raise Problem(409, f"Only a live version can be closed; this one is {standing.state}.")
        refuse_own_pay(standing.plan)  # what is paid on is measured as of this moment
        if not is_due(standing.plan, now().date()):
            raise Problem(409, f"The period lasts until {standing.plan.period.last_day}.")
        return _advance(connection, standing, PlanAction.CLOSED, body["comment"])


@blueprint.route("/lock", methods=["POST"], scope="scorecards:lock")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(201, LockedScorecardSchema)
def lock(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Lock the scorecards of a closed version: an immutable snapshot, chained by its hash"""
    with current().change() as connection:
        standing = acts.hold_plan(connection, key, body["version"])
        if standing.state is not PlanState.PROVISIONAL:
            raise Problem(409, f"Only a closed version can be locked; this one is {standing.state}.")
        refuse_own_pay(standing.plan)
        return as_locked(lock_scorecards(connection, standing, body["comment"]))


def _advance(connection: Connection, standing: Standing, action: PlanAction, comment: str | None) -> Standing:
    key, version = standing.plan.key, standing.version
    advance_plan(
        connection,
        key,
        version,
        action,
        by=access.caller().name,
        comment=comment,
        now=now(),
        request_id=web.request_id(),
    )
    trail.note(connection, f"plan.{action}", key, version=version)
    return acts.find_plan(connection, key, version)


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise Problem(409, reason)
