"""The summary: what came in today, in numbers."""

from typing import Any

from scoring.schemas.summary import SummarySchema, as_summary
from scoring.use_cases.summarize import summarize
from shared.access import Blueprint
from shared.api_keys import SUMMARY_READ
from shared.clock import now
from shared.service import current

blueprint = Blueprint("summary", __name__, url_prefix="/summary", description="What came in, in numbers")


@blueprint.route("", methods=["GET"], scope=SUMMARY_READ)
@blueprint.response(200, SummarySchema)
def read_summary() -> dict[str, Any]:
    """Count what came in since midnight UTC; the present NPS beside it"""
    with current().read() as connection:
        found = summarize(connection, now=now())
    return as_summary(found)
