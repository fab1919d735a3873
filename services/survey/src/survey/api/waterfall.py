"""The waterfall: who could have been asked, who was, and who answered."""

from typing import Any

from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from survey.domain.waterfall import by_unit, waterfall
from survey.schemas.waterfall import StepsSchema, WaterfallArguments, WaterfallSchema
from survey.store import waterfall as store

blueprint = Blueprint(
    "waterfall", __name__, url_prefix="/waterfall", description="From eligible to answered, with reasons"
)


@blueprint.route("", methods=["GET"], scope="responses:read")
@blueprint.arguments(WaterfallArguments, location="query")
@blueprint.response(200, WaterfallSchema)
def read_waterfall(arguments: dict[str, Any]) -> dict[str, Any]:
    """Count the invitations made in a period, from eligible to answered, by unit; every drop has its reason"""
    first, last = arguments["first_day"], arguments["last_day"]
    with current().read() as connection:
        cells = store.cells(connection, arguments["by"], first, last, now())
    steps = StepsSchema()
    units = [
        {"unit": dict(zip(arguments["by"], unit, strict=True)), **steps.dump(counts)}
        for unit, counts in by_unit(cells)
    ]
    return {**arguments, "total": waterfall(cells), "units": units}
