"""Feedback items: list, look at, and take each step of their way."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from feedback_router import lists
from feedback_router.callers import actor
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.states import (
    Acknowledge,
    Action,
    Assign,
    Comment,
    Escalate,
    Link,
    Reopen,
    Reroute,
    Resolve,
    Withdraw,
)
from feedback_router.schemas.feedback import (
    AssignmentSchema,
    CommentSchema,
    FeedbackArguments,
    FeedbackDetailSchema,
    FeedbackPageSchema,
    FeedbackSchema,
    LinkSchema,
    ReasonSchema,
    RerouteSchema,
    ResolutionSchema,
)
from feedback_router.store import contacts, feedback
from feedback_router.use_cases.advance_feedback import advance_feedback
from feedback_router.wording import worded, worded_step
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current

# A customer's past beyond this is history, and not what a team asks about.
_CONTACTS, _OTHERS = 100, 20

blueprint = Blueprint(
    "feedback", __name__, url_prefix="/feedback", description="What customers say, team by team"
)


@blueprint.route("", methods=["GET"], scope="feedback:read")
@blueprint.arguments(FeedbackArguments, location="query")
@blueprint.response(200, FeedbackPageSchema)
def list_feedback(arguments: dict[str, Any]) -> dict[str, Any]:
    """List feedback items, newest first; a team's key sees its own, and asking it for another team's is refused"""
    with current().read() as connection:
        return lists.list_feedback(connection, arguments)


@blueprint.route("/<uuid:feedback_id>", methods=["GET"], scope="feedback:read")
@blueprint.response(200, FeedbackDetailSchema)
def show(feedback_id: UUID) -> dict[str, Any]:
    """Show one feedback item, every step that was taken with it, and what its customer has been through"""
    with current().read() as connection:
        item = feedback.get(connection, feedback_id, actor().team)
        if item is None:
            raise not_found("feedback item")
        known = contacts.newest(connection, item.customer_key, _CONTACTS)
        return {
            **asdict(worded(item)),
            "due_at": item.due_at,
            "transitions": list(map(worded_step, feedback.transitions(connection, feedback_id))),
            "journey_so_far": [it for it in known if item.journey and it.journey == item.journey],
            "other_contacts": [it for it in known if not item.journey or it.journey != item.journey],
            "other_feedback": feedback.others_of_the_customer(connection, item, _OTHERS),
        }


@blueprint.route("/<uuid:feedback_id>/acknowledge", methods=["POST"], scope="feedback:write")
@blueprint.response(200, FeedbackSchema)
def acknowledge(feedback_id: UUID) -> Feedback:
    """Say that the team has seen the item; saying it again changes nothing"""
    return _take(feedback_id, Acknowledge())


@blueprint.route("/<uuid:feedback_id>/assign", methods=["POST"], scope="feedback:write")
@blueprint.arguments(AssignmentSchema)
@blueprint.response(200, FeedbackSchema)
def assign(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Ask a person of the team to deal with the item; they answer for it from now on, and are told by mail"""
    return _take(feedback_id, Assign(body["person"]))


@blueprint.route("/<uuid:feedback_id>/comment", methods=["POST"], scope="feedback:write")
@blueprint.arguments(CommentSchema)
@blueprint.response(200, FeedbackSchema)
def comment(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Note something for the others who look at the item; each time is one note more"""
    return _take(feedback_id, Comment(body["text"]))


@blueprint.route("/<uuid:feedback_id>/reroute", methods=["POST"], scope="feedback:write")
@blueprint.arguments(RerouteSchema)
@blueprint.response(200, FeedbackSchema)
def reroute(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Bring the item to the team that can act, and say why; after the third time somebody higher up hears of it"""
    return _take(feedback_id, Reroute(body["team"], body["reason"]))


@blueprint.route("/<uuid:feedback_id>/link", methods=["POST"], scope="feedback:write")
@blueprint.arguments(LinkSchema)
@blueprint.response(200, FeedbackSchema)
def link(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Link the item to a ticket of another system; the same link again changes nothing"""
    return _take(feedback_id, Link(body["url"], body["label"]))


@blueprint.route("/<uuid:feedback_id>/resolve", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ResolutionSchema)
@blueprint.response(200, FeedbackSchema)
def resolve(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Say what was done and where the cause lay; the same again changes nothing, anything else is refused"""
    return _take(feedback_id, Resolve(body["what_was_done"], body["root_cause"]))


@blueprint.route("/<uuid:feedback_id>/reopen", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, FeedbackSchema)
def reopen(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Say that it is not over after all; what is open already stays as it is"""
    return _take(feedback_id, Reopen(body["reason"]))


@blueprint.route("/<uuid:feedback_id>/withdraw", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, FeedbackSchema)
def withdraw(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Say that the customer does not want anything to be done any more"""
    return _take(feedback_id, Withdraw(body["reason"]))


@blueprint.route("/<uuid:feedback_id>/escalate", methods=["POST"], scope="feedback:write")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, FeedbackSchema)
def escalate(body: dict[str, Any], feedback_id: UUID) -> Feedback:
    """Let the next in the team's escalation answer for the item; each time is one step up"""
    return _take(feedback_id, Escalate(body["reason"]))


def _take(feedback_id: UUID, action: Action) -> Feedback:
    service = current()
    with service.change() as connection:
        item = advance_feedback(
            connection,
            feedback_id,
            action,
            service.settings,
            by=actor(),
            now=now(),
            request_id=web.request_id(),
        )
    return worded(item)
