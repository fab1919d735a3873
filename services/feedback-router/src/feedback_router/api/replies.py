"""Replies to the customer of an item, and their templates."""

from typing import Any
from uuid import UUID

from feedback_router.callers import actor
from feedback_router.domain.replies import Reply
from feedback_router.reply_templates import templates
from feedback_router.schemas.replies import DraftSchema, RepliesSchema, ReplySchema, ReplyTemplatesSchema
from feedback_router.store import feedback, replies
from feedback_router.use_cases.reply_to_customer import Draft, reply_to_customer
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint("replies", __name__, url_prefix="", description="What customers are told")


@blueprint.route("/feedback/<uuid:feedback_id>/replies", methods=["POST"], scope="feedback:write")
@blueprint.arguments(DraftSchema)
@blueprint.response(201, ReplySchema)
def reply(draft: Draft, feedback_id: UUID) -> Reply:
    """Reply to the customer, by mail or on the page of their complaint; who replies has seen the item"""
    service = current()
    with service.change() as connection:
        sent = reply_to_customer(
            connection,
            feedback_id,
            draft,
            service.settings,
            by=actor(),
            now=now(),
            request_id=web.request_id(),
        )
    service.bell.ring(service.package, "deliver_messages")
    return sent


@blueprint.route("/feedback/<uuid:feedback_id>/replies", methods=["GET"], scope="feedback:read")
@blueprint.response(200, RepliesSchema)
def list_replies(feedback_id: UUID) -> dict[str, Any]:
    """List what the customer was told, and whether it reached them"""
    with current().read() as connection:
        if feedback.get(connection, feedback_id, actor().team) is None:
            raise not_found("feedback item")
        return {"items": replies.of_item(connection, feedback_id)}


@blueprint.route("/reply-templates", methods=["GET"], scope="feedback:read")
@blueprint.response(200, ReplyTemplatesSchema)
def list_templates() -> dict[str, Any]:
    """List the templates of replies"""
    return {"items": list(templates().values())}
