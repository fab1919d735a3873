"""Feedback items: list, look at, acknowledge, resolve."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from feedback_router.api.actors import actor, team_to_show
from feedback_router.domain.feedback import Feedback
from feedback_router.schemas.feedback import (
    FeedbackArguments,
    FeedbackDetailSchema,
    FeedbackPageSchema,
    FeedbackSchema,
    ResolutionSchema,
)
from feedback_router.store import feedback
from feedback_router.store.feedback import Filters
from feedback_router.use_cases.acknowledge_feedback import acknowledge_feedback
from feedback_router.use_cases.resolve_feedback import resolve_feedback
from shared import paging, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "feedback", __name__, url_prefix="/feedback", description="What customers say, team by team"
)


@blueprint.route("", methods=["GET"], scope="feedback:read")
@blueprint.arguments(FeedbackArguments, location="query")
@blueprint.response(200, FeedbackPageSchema)
def list_feedback(arguments: dict[str, Any]) -> dict[str, Any]:
    """List feedback items, newest first; a team's key sees its own, and asking it for another team's is refused"""
    after, limit = paging.decode(arguments.pop("cursor")), arguments.pop("limit")
    filters = Filters(**{**arguments, "team": team_to_show(arguments["team"])})
    with current().read() as connection:
        items = feedback.page(connection, filters, after, limit)
    last = items[-1] if len(items) == limit else None
    return {"items": items, "next": paging.encode(last.routed_at, last.id) if last else None}


@blueprint.route("/<uuid:feedback_id>", methods=["GET"], scope="feedback:read")
@blueprint.response(200, FeedbackDetailSchema)
def show(feedback_id: UUID) -> dict[str, Any]:
    """Show one feedback item and every step that was taken with it"""
    with current().read() as connection:
        item = feedback.get(connection, feedback_id, actor().team)
        if item is None:
            raise not_found("feedback item")
        return {**asdict(item), "transitions": feedback.transitions(connection, feedback_id)}


@blueprint.route("/<uuid:feedback_id>/acknowledge", methods=["POST"], scope="feedback:write")
@blueprint.response(200, FeedbackSchema)
def acknowledge(feedback_id: UUID) -> Feedback:
    """Say that the team has seen the item; saying it again changes nothing"""
    with current().change() as connection:
        return acknowledge_feedback(
            connection, feedback_id, by=actor(), now=now(), request_id=web.request_id()
        )


@blueprint.route("/<uuid:feedback_id>/resolve", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ResolutionSchema)
@blueprint.response(200, FeedbackSchema)
def resolve(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Say what was done about the item; the same words again change nothing, other words are refused"""
    with current().change() as connection:
        return resolve_feedback(
            connection,
            feedback_id,
            body["what_was_done"],
            by=actor(),
            now=now(),
            request_id=web.request_id(),
        )
