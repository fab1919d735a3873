"""Automatic decisions: list, look at, reverse; and the accounts that claim most."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from feedback_router.callers import actor, refuse_teams, team_to_show
from feedback_router.domain.decisions import Decision
from feedback_router.schemas.decisions import (
    AccountArguments,
    AccountsSchema,
    DecisionArguments,
    DecisionDetailSchema,
    DecisionPageSchema,
    ReversalSettlementSchema,
)
from feedback_router.schemas.feedback import ReasonSchema
from feedback_router.store import decisions
from feedback_router.store.decisions import DecisionFilters
from feedback_router.use_cases.compare_accounts import compare_accounts
from feedback_router.use_cases.reverse_decision import ask_for_reversal, settle_reversal
from feedback_router.wording import worded
from shared import paging, trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current

_USUALLY = timedelta(days=90)

blueprint = Blueprint(
    "decisions", __name__, url_prefix="/decisions", description="What was approved at once, and why"
)


@blueprint.route("", methods=["GET"], scope="decisions:read")
@blueprint.arguments(DecisionArguments, location="query")
@blueprint.response(200, DecisionPageSchema)
def list_decisions(arguments: dict[str, Any]) -> dict[str, Any]:
    """List decisions, the newest first; a team's key sees those that its systems carry out"""
    after, limit = paging.decode(arguments.pop("cursor")), arguments.pop("limit")
    filters = DecisionFilters(**{**arguments, "team": team_to_show(arguments["team"])})
    with current().read() as connection:
        found = list(map(worded, decisions.page(connection, filters, after, limit)))
    return paging.page_of(found, limit, lambda decision: (decision.at, decision.id))


@blueprint.route("/<uuid:decision_id>", methods=["GET"], scope="decisions:read")
@blueprint.response(200, DecisionDetailSchema)
def show(decision_id: UUID) -> dict[str, Any]:
    """Show a decision: rule, version, all that was looked at, and every step since"""
    with current().read() as connection:
        decision = decisions.get(connection, decision_id, actor().team)
        if decision is None:
            raise not_found("decision")
        return _with_steps(connection, decision)


@blueprint.route("/<uuid:decision_id>/reverse", methods=["POST"], scope="decisions:write")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, DecisionDetailSchema)
def reverse(body: dict[str, Any], decision_id: UUID) -> dict[str, Any]:
    """Ask that an approval be reversed, with the reason; it stands until a second person has confirmed"""
    with current().change() as connection:
        decision = ask_for_reversal(
            connection, decision_id, body["reason"], by=actor(), now=now(), request_id=web.request_id()
        )
        trail.note(connection, "decision.reversal_asked", str(decision_id))
        return _with_steps(connection, decision)


@blueprint.route("/<uuid:decision_id>/reversal", methods=["POST"], scope="decisions:approve")
@blueprint.arguments(ReversalSettlementSchema)
@blueprint.response(200, DecisionDetailSchema)
def settle(body: dict[str, Any], decision_id: UUID) -> dict[str, Any]:
    """Confirm or refuse a reversal, as a second person; what is reversed is told, and its item is open again"""
    with current().change() as connection:
        decision = settle_reversal(
            connection,
            decision_id,
            confirm=body["confirm"],
            by=actor(),
            now=now(),
            request_id=web.request_id(),
        )
        trail.note(connection, "decision.reversal_settled", str(decision_id), confirmed=body["confirm"])
        return _with_steps(connection, decision)


@blueprint.route("/accounts", methods=["GET"], scope="decisions:read")
@blueprint.arguments(AccountArguments, location="query")
@blueprint.response(200, AccountsSchema)
def list_accounts(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the accounts that claimed most, the least likely first; nothing follows from it by itself"""
    refuse_teams()
    moment = now()
    until, since = arguments["until"] or moment, arguments["since"] or moment - _USUALLY
    with current().read() as connection:
        found = compare_accounts(connection, since, until)
    return {
        "since": since,
        "until": until,
        "currency": found.currency,
        **asdict(found.totals),
        "usual_share": found.totals.share,
        "items": found.accounts[: arguments["limit"]],
    }


def _with_steps(connection: Connection, decision: Decision) -> dict[str, Any]:
    return {**vars(worded(decision)), "steps": decisions.steps(connection, decision.id)}
