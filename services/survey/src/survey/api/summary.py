"""The summary: what came in today, in numbers."""

from typing import Any

from shared.access import Blueprint
from shared.api_keys import SUMMARY_READ
from shared.clock import now
from shared.service import current
from survey.schemas.summary import SummarySchema
from survey.store import invitations, responses, touchpoints

blueprint = Blueprint("summary", __name__, url_prefix="/summary", description="What came in, in numbers")


@blueprint.route("", methods=["GET"], scope=SUMMARY_READ)
@blueprint.response(200, SummarySchema)
def summarize() -> dict[str, Any]:
    """Count what came in since midnight UTC"""
    since = now().replace(hour=0, minute=0, second=0, microsecond=0)
    with current().read() as connection:
        return {
            "since": since,
            "touchpoints": touchpoints.count_since(connection, since),
            "invitations": invitations.states_since(connection, since),
            "responses": responses.count_since(connection, since),
        }
