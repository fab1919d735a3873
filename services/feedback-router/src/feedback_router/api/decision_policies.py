"""Policies of automatic decisions: declare amounts, try, put in force, stop."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.callers import refuse_teams
from feedback_router.domain.decision_policies import DecisionPolicy
from feedback_router.schemas.decision_policies import (
    AmountAttributesSchema,
    DryRunSchema,
    PolicyInForceSchema,
    PolicyTrialSchema,
    TriedPolicySchema,
)
from feedback_router.schemas.rules import PublishedSchema
from feedback_router.store import amounts, decision_policies
from feedback_router.store.amounts import AmountAttribute
from feedback_router.store.decision_policies import DryRun
from feedback_router.use_cases.check_policy import check_policy
from feedback_router.use_cases.declare_amounts import declare_amounts
from feedback_router.use_cases.set_policy import set_policy, stop_deciding
from feedback_router.use_cases.try_policy import try_policy
from shared import access, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem, invalid, not_found
from shared.service import current
from shared.versions import Published

blueprint = Blueprint(
    "decision_policies",
    __name__,
    url_prefix="/decision-policies",
    description="What may be approved at once, and how much",
)


@blueprint.route("/amounts", methods=["PUT"], scope="decisions:write")
@blueprint.arguments(AmountAttributesSchema)
@blueprint.response(200, AmountAttributesSchema)
def declare(body: dict[str, Any]) -> dict[str, list[AmountAttribute]]:
    """Declare which attributes of touchpoints are amounts; what was told before is read within minutes"""
    refuse_teams()
    currencies = {it["attribute"]: it["currency"] for it in body["amounts"]}
    with current().change() as connection:
        if declare_amounts(connection, currencies, now=now(), request_id=web.request_id()):
            trail.note(connection, "amounts.declared", "amounts", amounts=currencies)
        return {"amounts": amounts.declared(connection)}


@blueprint.route("/amounts", methods=["GET"], scope="decisions:read")
@blueprint.response(200, AmountAttributesSchema)
def list_amounts() -> dict[str, list[AmountAttribute]]:
    """List the attributes that are amounts"""
    with current().read() as connection:
        return {"amounts": amounts.declared(connection)}


@blueprint.route("/dry-run", methods=["POST"], scope="decisions:write")
@blueprint.arguments(PolicyTrialSchema)
@blueprint.response(201, DryRunSchema)
def try_out(body: dict[str, Any]) -> DryRun:
    """Try a draft on history: what it would have approved and what it would not, and why; nothing is decided"""
    refuse_teams()
    policy: DecisionPolicy = body["policy"]
    with current().change() as connection:
        if problems := check_policy(connection, policy):
            raise invalid({f"policy.{problem.path}": [problem.sentence] for problem in problems})
        return try_policy(
            connection, policy, body["since"], body["until"], by=access.caller().name, now=now()
        )


@blueprint.route("/dry-run/<uuid:dry_run_id>", methods=["GET"], scope="decisions:read")
@blueprint.response(200, DryRunSchema)
def show_dry_run(dry_run_id: UUID) -> DryRun:
    """Show what was tried, and what came of it"""
    refuse_teams()
    with current().read() as connection:
        found = decision_policies.dry_run(connection, dry_run_id)
    if found is None:
        raise not_found("dry run")
    return found


@blueprint.route("", methods=["POST"], scope="decisions:approve")
@blueprint.arguments(TriedPolicySchema)
@blueprint.response(200, PublishedSchema)
def put(body: dict[str, Any]) -> Published:
    """Put what was tried in force, as a second person; it decides about what comes in from now on"""
    refuse_teams()
    dry_run_id: UUID = body["dry_run"]
    with current().change() as connection:
        published = set_policy(
            connection, dry_run_id, by=access.caller().name, now=now(), request_id=web.request_id()
        )
        if published.is_new:
            _note(connection, "decision_policy.set", published, dry_run=str(dry_run_id))
    return published


@blueprint.route("/stop", methods=["POST"], scope="decisions:write")
@blueprint.response(200, PublishedSchema)
def stop() -> Published:
    """Stop deciding at once: the same policy without its rules is the next version"""
    with current().change() as connection:
        published = stop_deciding(connection, by=access.caller().name, now=now(), request_id=web.request_id())
        if published is None:
            raise Problem(409, "There is no policy in force, so nothing is decided.")
        if published.is_new:
            _note(connection, "decision_policy.stopped", published)
    return published


@blueprint.route("", methods=["GET"], scope="decisions:read")
@blueprint.response(200, PolicyInForceSchema)
def show() -> dict[str, Any]:
    """Show the policy that is in force; version 0 decides nothing"""
    with current().read() as connection:
        in_force = decision_policies.in_force(connection)
    if in_force is None:
        return {"version": 0, "set_at": None, "policy": None}
    policy = in_force.policy
    return {"version": policy.version, "set_at": in_force.set_at, "policy": asdict(policy)}


def _note(connection: Connection, action: str, published: Published, **detail: str) -> None:
    trail.note(connection, action, "decision-policy", version=published.version, **detail)
