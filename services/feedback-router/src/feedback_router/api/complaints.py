"""Complaints in figures."""

from datetime import timedelta
from typing import Any

from feedback_router.domain.abandonment import share_abandoned
from feedback_router.schemas.abandonment import AbandonmentArguments, AbandonmentSchema
from feedback_router.store import complaint_counts
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint("complaints", __name__, url_prefix="/complaints", description="Complaints in figures")

_USUAL = timedelta(days=29)


@blueprint.route("/abandonment", methods=["GET"], scope="feedback:read")
@blueprint.arguments(AbandonmentArguments, location="query")
@blueprint.response(200, AbandonmentSchema)
def show(arguments: dict[str, Any]) -> dict[str, Any]:
    """Show how many began to write a complaint and how many sent it, by day and language"""
    until = arguments["until"] or now().date()
    since = arguments["since"] or until - _USUAL
    with current().read() as connection:
        days = complaint_counts.between(connection, since, until)
    return {"since": since, "until": until, "abandoned": share_abandoned(days), "days": days}
