"""Incentive plans: validate, set, simulate, approve, put live, close; and the scorecards that they give."""

from typing import Any
from uuid import UUID

from flask import Response
from psycopg import Connection

from scoring.acts import plans as acts
from scoring.acts.pay import refuse_own_pay
from scoring.domain.plan_states import (
    PlanAction,
    PlanState,
    refusal_to_approve,
    refusal_to_go_live,
)
from scoring.domain.plans import Plan
from scoring.domain.scorecards import is_due
from scoring.schemas.plans import (
    PlanPageSchema,
    PlanSchema,
    PlanSetSchema,
    ReadinessSchema,
    SimulationArguments,
    SimulationSchema,
    StandingSchema,
    StepTakenSchema,
    ValidatedSchema,
    VersionArguments,
    as_errors,
    as_problems,
)
from scoring.schemas.scorecards import (
    ExclusionDecisionSchema,
    ExclusionSchema,
    LockedScorecardSchema,
    NewExclusionSchema,
    ScorecardSchema,
    as_csv,
    as_locked,
    as_scorecard,
)
from scoring.store import plans, responses
from scoring.use_cases.advance_plan import advance_plan
from scoring.use_cases.check_plan import check_plan, check_readiness, find_warnings
from scoring.use_cases.draw_up_scorecard import (
    Standing,
    draw_up_scorecards,
    find_standing,
)
from scoring.use_cases.exclude_answers import decide_exclusion, propose_exclusion
from scoring.use_cases.lock_scorecard import lock_scorecard
from scoring.use_cases.set_plan import TargetsLockedError, set_plan
from scoring.use_cases.simulate_plan import simulate_plan
from shared import access, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import Problem, invalid, not_found
from shared.service import current

blueprint = Blueprint("plans", __name__, url_prefix="/plans", description="Who is paid how much for what")


@blueprint.route("", methods=["POST"], scope="plans:write", keyed="optional")
@blueprint.arguments(PlanSchema)
@blueprint.response(200, PlanSetSchema)
def put(plan: Plan) -> dict[str, Any]:
    """Keep a plan as its next version, a draft; the same definition again changes nothing"""
    with current().change() as connection:
        if problems := check_plan(connection, plan, now()):
            raise invalid(as_errors(problems))
        try:
            published = set_plan(connection, plan, now=now(), request_id=web.request_id())
        except TargetsLockedError as error:
            raise Problem(409, str(error)) from error
        if published.is_new:
            trail.note(connection, "plan.set", plan.key, version=published.version)
    return {"key": plan.key, "version": published.version, "is_new": published.is_new}


@blueprint.route("/validate", methods=["POST"], scope="plans:write")
@blueprint.arguments(PlanSchema)
@blueprint.response(200, ValidatedSchema)
def validate(plan: Plan) -> dict[str, Any]:
    """Say everything that would keep a plan from being taken, and change nothing"""
    with current().read() as connection:
        problems = check_plan(connection, plan, now())
        warnings = find_warnings(connection, plan)
    return {"accepted": not problems, "problems": as_problems(problems), "warnings": as_problems(warnings)}


@blueprint.route("", methods=["GET"], scope="plans:read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, PlanPageSchema)
def list_plans(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the plans by key, each in the version that is in force, or else in its newest draft"""
    with current().read() as connection:
        return acts.list_plans(connection, arguments)


@blueprint.route("/<key>", methods=["GET"], scope="plans:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, StandingSchema)
def get(arguments: dict[str, Any], key: str) -> Standing:
    """Get a version of a plan with every step that was taken"""
    with current().read() as connection:
        return _standing(connection, key, arguments["version"])


@blueprint.route("/<key>/readiness", methods=["GET"], scope="plans:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, ReadinessSchema)
def read_readiness(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Check whether n, response rates, definitions and owners are there for a plan to go live"""
    with current().read() as connection:
        standing = _standing(connection, key, arguments["version"])
        checks = check_readiness(connection, standing.plan, now())
    return {"version": standing.version, "ready": all(check.ready for check in checks), "checks": checks}


@blueprint.route("/<key>/simulation", methods=["GET"], scope="plans:read")
@blueprint.arguments(SimulationArguments, location="query")
@blueprint.response(200, SimulationSchema)
def simulate(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Apply a plan to the periods before it: what everybody would have been paid, and how much of that is luck"""
    with current().read() as connection:
        standing = _standing(connection, key, arguments["version"])
        found = simulate_plan(connection, standing.plan, arguments["periods"], now())
    return {"version": standing.version, "results": found.results, "share_of_luck": found.share_of_luck}


@blueprint.route("/<key>/approvals", methods=["POST"], scope="plans:approve")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(200, StandingSchema)
def approve(body: dict[str, Any], key: str) -> Standing:
    """Approve a version; two people must, and nobody whom it pays"""
    with current().change() as connection:
        standing = _held(connection, key, body["version"])
        by = access.caller().name
        _refuse(refusal_to_approve(standing.plan, standing.state, standing.steps, by))
        return _advance(connection, standing, PlanAction.APPROVED, body["comment"])


@blueprint.route("/<key>/start", methods=["POST"], scope="plans:write")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(200, StandingSchema)
def go_live(body: dict[str, Any], key: str) -> Standing:
    """Put an approved and ready version in force; its targets are locked from then on"""
    with current().change() as connection:
        standing = _held(connection, key, body["version"])
        refuse_own_pay(standing.plan)
        live = [item.plan for item in plans.live(connection, key) if item.version != standing.version]
        _refuse(refusal_to_go_live(standing.plan, standing.state, live))
        if problems := check_plan(connection, standing.plan, now()):
            raise invalid(as_errors(problems))
        missing = [check for check in check_readiness(connection, standing.plan, now()) if not check.ready]
        if missing:
            errors: dict[str, list[str]] = {}
            for check in missing:
                errors.setdefault(check.path, []).append(check.detail)
            raise Problem(409, "This plan is not ready to go live.", errors)
        return _advance(connection, standing, PlanAction.WENT_LIVE, body["comment"])


@blueprint.route("/<key>/closing", methods=["POST"], scope="plans:write")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(200, StandingSchema)
def close(body: dict[str, Any], key: str) -> Standing:
    """Close a live version's period; its scorecards are provisional from then on"""
    with current().change() as connection:
        standing = _held(connection, key, body["version"])
        if standing.state is not PlanState.LIVE:
            raise Problem(409, f"Only a live version can be closed; this one is {standing.state}.")
        refuse_own_pay(standing.plan)  # what is paid on is measured as of this moment
        if not is_due(standing.plan, now().date()):
            raise Problem(409, f"The period lasts until {standing.plan.period.last_day}.")
        return _advance(connection, standing, PlanAction.CLOSED, body["comment"])


@blueprint.route("/<key>/lock", methods=["POST"], scope="scorecards:lock")
@blueprint.arguments(StepTakenSchema)
@blueprint.response(201, LockedScorecardSchema)
def lock(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Lock the scorecards of a closed version: an immutable snapshot, chained by its hash"""
    with current().change() as connection:
        standing = _held(connection, key, body["version"])
        if standing.state is not PlanState.PROVISIONAL:
            raise Problem(409, f"Only a closed version can be locked; this one is {standing.state}.")
        refuse_own_pay(standing.plan)
        return as_locked(lock_and_note(connection, standing, body["comment"]))


@blueprint.route("/<key>/exclusions", methods=["POST"], scope="plans:write")
@blueprint.arguments(NewExclusionSchema)
@blueprint.response(201, ExclusionSchema)
def exclude(body: dict[str, Any], key: str) -> Any:
    """Ask that an answer does not count, with the reason; it does until a second person has confirmed"""
    with current().change() as connection:
        standing = _held(connection, key, body["version"])
        _refuse_before_live(standing)
        refuse_own_pay(standing.plan)
        response_id = body["response_id"]
        if not responses.known(connection, [response_id]):
            raise invalid({"response_id": ["There is no such response."]})
        known = plans.exclusions(connection, key, standing.version)
        if any(exclusion.response_id == response_id for exclusion in known):
            raise Problem(409, "This exclusion was asked for already.")
        exclusion = propose_exclusion(
            connection,
            key,
            standing.version,
            response_id=response_id,
            reason=body["reason"],
            by=access.caller().name,
            now=now(),
            request_id=web.request_id(),
        )
        trail.note(connection, "plan.exclusion_proposed", key, exclusion_id=str(exclusion.id))
    return exclusion


@blueprint.route("/<key>/exclusions/<uuid:exclusion_id>/decision", methods=["POST"], scope="plans:approve")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.arguments(ExclusionDecisionSchema)
@blueprint.response(200, ExclusionSchema)
def decide(arguments: dict[str, Any], body: dict[str, Any], key: str, exclusion_id: UUID) -> Any:
    """Confirm or refuse an exclusion, as a second person whom the plan does not pay"""
    with current().change() as connection:
        standing = _held(connection, key, arguments["version"])
        found = _exclusion(connection, standing, exclusion_id)
        _refuse_before_live(standing)
        refuse_own_pay(standing.plan)
        by = access.caller().name
        if found.confirmed is not None:
            raise Problem(409, "This exclusion was decided already.")
        if found.proposed_by.casefold() == by.casefold():
            raise Problem(403, "Who asks for an exclusion can't confirm it; that takes a second person.")
        decide_exclusion(
            connection,
            key,
            standing.version,
            exclusion_id,
            confirmed=body["confirm"],
            by=by,
            now=now(),
            request_id=web.request_id(),
        )
        trail.note(
            connection,
            "plan.exclusion_decided",
            key,
            exclusion_id=str(exclusion_id),
            confirmed=body["confirm"],
        )
        return _exclusion(connection, standing, exclusion_id)


@blueprint.route("/<key>/scorecard", methods=["GET"], scope="scorecards:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, ScorecardSchema)
def read_scorecard(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Apply a plan to what was measured in its period; every line says how it came about"""
    with current().read() as connection:
        standing = _standing(connection, key, arguments["version"])
        return as_scorecard(draw_up_scorecards(connection, standing, now()))


@blueprint.route("/<key>/scorecard.csv", methods=["GET"], scope="scorecards:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, content_type="text/csv")
def export_scorecard(arguments: dict[str, Any], key: str) -> Response:
    """The same for a spreadsheet: one row a person and line"""
    with current().read() as connection:
        standing = _standing(connection, key, arguments["version"])
        rows = as_csv(draw_up_scorecards(connection, standing, now()))
    name = f"{key}-{standing.version}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(rows, mimetype="text/csv", headers=headers)


def lock_and_note(connection: Connection, standing: Standing, reason: str | None) -> Any:
    """Lock or restate for the caller, with its line in the audit trail."""
    known = plans.exclusions(connection, standing.plan.key, standing.version)
    if undecided := sum(exclusion.confirmed is None for exclusion in known):
        raise Problem(409, f"{undecided} exclusions wait for a second person's decision.")
    locked = lock_scorecard(
        connection,
        standing,
        by=access.caller().name,
        reason=reason,
        now=now(),
        request_id=web.request_id(),
    )
    action = "scorecard.restated" if standing.locked else "scorecard.locked"
    trail.note(connection, action, standing.plan.key, scorecard_id=str(locked.head.id), hash=locked.hash)
    return locked


def _standing(connection: Connection, key: str, version: int | None) -> Standing:
    standing = find_standing(connection, key, version)
    if standing is None:
        raise not_found(f"plan {key!r}" if version is None else f"version {version} of a plan {key!r}")
    return standing


def _held(connection: Connection, key: str, version: int | None) -> Standing:
    plans.hold(connection, key)
    return _standing(connection, key, version)


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
    return _standing(connection, key, version)


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise Problem(409, reason)


def _refuse_before_live(standing: Standing) -> None:
    """What turns out to be false after the lock is excluded too: it takes a restatement to change what is paid."""
    if standing.state in (PlanState.DRAFT, PlanState.APPROVED):
        raise Problem(409, f"Answers are excluded once a plan is live; this one is {standing.state}.")


def _exclusion(connection: Connection, standing: Standing, exclusion_id: UUID) -> Any:
    for exclusion in plans.exclusions(connection, standing.plan.key, standing.version):
        if exclusion.id == exclusion_id:
            return exclusion
    raise not_found("exclusion")
