"""How long comments wait to be resolved."""

from typing import Any

from marshmallow import RAISE

from scoring.schemas.resolution import ResolutionArguments
from scoring.schemas.times import TimeToSchema, as_time
from scoring.use_cases.measure_resolution import measure_resolution
from shared.access import Blueprint
from shared.clock import now
from shared.service import current

blueprint = Blueprint("resolution", __name__, url_prefix="/feedback", description="What came of comments")


@blueprint.route("/resolution", methods=["GET"], scope="scores:read")
@blueprint.arguments(ResolutionArguments, location="query", unknown=RAISE)
@blueprint.response(200, TimeToSchema)
def read_resolution(arguments: dict[str, Any]) -> dict[str, Any]:
    """Measure the time until comments are resolved: open ones are censored, withdrawn ones have left"""
    with current().read() as connection:
        return as_time(measure_resolution(connection, arguments["selection"], now()))
