"""Incentive plans: validate, set, list, read, simulate; and what each person earns by them."""

from typing import Any

from flask import Response

from scoring.acts import plans as acts
from scoring.domain.plans import Plan
from scoring.schemas.plan_definitions import PlanSchema
from scoring.schemas.plans import (
    PlanPageSchema,
    PlanSetSchema,
    ReadinessSchema,
    StandingSchema,
    ValidatedSchema,
    VersionArguments,
    as_errors,
    as_problems,
)
from scoring.schemas.scorecard_rows import as_csv
from scoring.schemas.scorecards import ScorecardSchema, as_scorecard
from scoring.schemas.simulations import SimulationArguments, SimulationSchema
from scoring.use_cases.check_plan import check_plan, check_readiness, find_warnings
from scoring.use_cases.draw_up_scorecard import Standing, draw_up_scorecards
from scoring.use_cases.set_plan import TargetsLockedError, set_plan
from scoring.use_cases.simulate_plan import simulate_plan
from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.paging import PageArguments
from shared.problems import Problem, invalid
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
        return acts.find_plan(connection, key, arguments["version"])


@blueprint.route("/<key>/readiness", methods=["GET"], scope="plans:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, ReadinessSchema)
def read_readiness(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Check whether n, response rates, definitions and owners are there for a plan to go live"""
    with current().read() as connection:
        standing = acts.find_plan(connection, key, arguments["version"])
        checks = check_readiness(connection, standing.plan, now())
    return {"version": standing.version, "ready": all(check.ready for check in checks), "checks": checks}


@blueprint.route("/<key>/simulation", methods=["GET"], scope="plans:read")
@blueprint.arguments(SimulationArguments, location="query")
@blueprint.response(200, SimulationSchema)
def simulate(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Apply a plan to the periods before it: what everybody would have been paid, and how much of that is luck"""
    with current().read() as connection:
        standing = acts.find_plan(connection, key, arguments["version"])
        found = simulate_plan(connection, standing.plan, arguments["periods"], now())
    return {"version": standing.version, "results": found.results, "share_of_luck": found.share_of_luck}


@blueprint.route("/<key>/scorecard", methods=["GET"], scope="scorecards:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, ScorecardSchema)
def read_scorecard(arguments: dict[str, Any], key: str) -> dict[str, Any]:
    """Apply a plan to what was measured in its period; every line says how it came about"""
    with current().read() as connection:
        standing = acts.find_plan(connection, key, arguments["version"])
        return as_scorecard(draw_up_scorecards(connection, standing, now()))


@blueprint.route("/<key>/scorecard.csv", methods=["GET"], scope="scorecards:read")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.response(200, content_type="text/csv")
def export_scorecard(arguments: dict[str, Any], key: str) -> Response:
    """The same for a spreadsheet: one row a person and line"""
    with current().read() as connection:
        standing = acts.find_plan(connection, key, arguments["version"])
        rows = as_csv(draw_up_scorecards(connection, standing, now()))
    name = f"{key}-{standing.version}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(rows, mimetype="text/csv", headers=headers)
