"""Originals: what a customer wrote word for word, for the few who may look, each look noted."""

from typing import Any
from uuid import UUID

from feedback_router.callers import actor
from feedback_router.schemas.feedback import ReasonSchema
from feedback_router.schemas.originals import OriginalSchema
from feedback_router.store import feedback, originals
from shared import trail
from shared.access import Blueprint
from shared.problems import not_found
from shared.service import current

blueprint = Blueprint(
    "originals", __name__, url_prefix="/feedback", description="Comments before they are masked"
)


@blueprint.route("/<uuid:feedback_id>/original", methods=["POST"], scope="originals:read")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, OriginalSchema)
def look_at_original(body: dict[str, Any], feedback_id: UUID) -> dict[str, Any]:
    """Show a comment with its personal data; who looked and why goes into the audit trail, so this is no GET"""
    with current().change() as connection:
        item = feedback.get(connection, feedback_id, actor().team)
        if item is None:
            raise not_found("feedback item")
        trail.note(connection, "original.seen", str(feedback_id), reason=body["reason"])
        text = originals.get(connection, feedback_id)
    return {"text": item.text if text is None else text, "is_masked": text is not None}
