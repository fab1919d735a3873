"""Exclusions: one person asks that an answer does not count for pay, a second one decides."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.acts import plans as acts
from scoring.acts.pay import refuse_own_pay
from scoring.domain.plan_states import PlanState
from scoring.schemas.exclusions import ExclusionDecisionSchema, ExclusionSchema, NewExclusionSchema
from scoring.schemas.plans import VersionArguments
from scoring.store import plans, responses
from scoring.use_cases.draw_up_scorecard import Standing
from scoring.use_cases.exclude_answers import decide_exclusion, propose_exclusion
from shared import access, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, invalid, not_found
from shared.service import current

blueprint = Blueprint(
    "exclusions",
    __name__,
    url_prefix="/plans/<key>/exclusions",
    description="Answers that do not count, with reason",
)


@blueprint.route("", methods=["POST"], scope="plans:write")
@blueprint.arguments(NewExclusionSchema)
@blueprint.response(201, ExclusionSchema)
def exclude(body: dict[str, Any], key: str) -> Any:
    """Ask that an answer does not count, with the reason; it does until a second person has confirmed"""
    with current().change() as connection:
        standing = acts.hold_plan(connection, key, body["version"])
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


@blueprint.route("/<uuid:exclusion_id>/decision", methods=["POST"], scope="plans:approve")
@blueprint.arguments(VersionArguments, location="query")
@blueprint.arguments(ExclusionDecisionSchema)
@blueprint.response(200, ExclusionSchema)
def decide(arguments: dict[str, Any], body: dict[str, Any], key: str, exclusion_id: UUID) -> Any:
    """Confirm or refuse an exclusion, as a second person whom the plan does not pay"""
    with current().change() as connection:
        standing = acts.hold_plan(connection, key, arguments["version"])
        found = _exclusion(connection, standing, exclusion_id)
        _refuse_before_live(standing)
        refuse_own_pay(standing.plan)
        by = access.caller().name
        if found.confirmed is not None:
            raise Problem(409, "This exclusion was decided already.")
        if found.is_of(by):
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


def _refuse_before_live(standing: Standing) -> None:
    """What turns out to be false after the lock is excluded too: it takes a restatement to change what is paid."""
    if standing.state in (PlanState.DRAFT, PlanState.APPROVED):
        raise Problem(409, f"Answers are excluded once a plan is live; this one is {standing.state}.")


def _exclusion(connection: Connection, standing: Standing, exclusion_id: UUID) -> Any:
    for exclusion in plans.exclusions(connection, standing.plan.key, standing.version):
        if exclusion.id == exclusion_id:
            return exclusion
    raise not_found("exclusion")
