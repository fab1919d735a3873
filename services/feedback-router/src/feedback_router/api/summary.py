"""The summary: what came in today and what is open, in numbers."""

from typing import Any

from feedback_router.callers import actor
from feedback_router.schemas.summary import SummarySchema
from feedback_router.store import feedback
from shared.access import Blueprint
from shared.api_keys import SUMMARY_READ
from shared.clock import now
from shared.service import current

blueprint = Blueprint("summary", __name__, url_prefix="/summary", description="What came in, in numbers")


@blueprint.route("", methods=["GET"], scope=SUMMARY_READ)
@blueprint.response(200, SummarySchema)
def summarize() -> dict[str, Any]:
    """Count what came in since midnight UTC and what is open now; a team's key counts its own"""
    since, team = now().replace(hour=0, minute=0, second=0, microsecond=0), actor().team
    with current().read() as connection:
        by_status = feedback.count_since(connection, since, team)
        return {
            "since": since,
            "feedback": sum(by_status.values()),
            "by_status": by_status,
            "open_by_team": feedback.count_open_by_team(connection, team),
        }
