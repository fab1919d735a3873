"""Scores: measured from the rollups when they are asked for."""

from typing import Any

from marshmallow import RAISE

from scoring.schemas.scores import ScoreArguments, ScoresSchema, as_scores
from scoring.use_cases.measure_scores import measure_scores
from shared.access import Blueprint
from shared.service import current

blueprint = Blueprint("scores", __name__, url_prefix="/scores", description="Measures with their uncertainty")


@blueprint.route("", methods=["GET"], scope="scores:read")
@blueprint.arguments(ScoreArguments, location="query", unknown=RAISE)
@blueprint.response(200, ScoresSchema)
def read_scores(arguments: dict[str, Any]) -> dict[str, Any]:
    """Measure NPS, CES, CSAT or the share of resolved feedback, each with n and interval"""
    with current().read() as connection:
        found = measure_scores(connection, **arguments)
    return as_scores(arguments["measure"], arguments["by"], found)
