"""Dimensions: what scores can be asked by."""

from typing import Any

from scoring.domain.breakdowns import DIMENSIONS
from scoring.schemas.attributes import DimensionsInForceSchema, DimensionsSchema, DimensionsSetSchema
from scoring.store import attributes
from scoring.use_cases.declare_dimensions import declare_dimensions
from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from shared.versions import Published

blueprint = Blueprint(
    "dimensions", __name__, url_prefix="/dimensions", description="What scores can be asked by"
)


@blueprint.route("", methods=["POST"], scope="dimensions:write")
@blueprint.arguments(DimensionsSchema)
@blueprint.response(200, DimensionsSetSchema)
def declare(declared: dict[str, Any]) -> Published:
    """Declare which attributes of touchpoints are dimensions, for what is heard from now on"""
    with current().change() as connection:
        return declare_dimensions(connection, declared["attributes"], now=now(), request_id=web.request_id())


@blueprint.route("", methods=["GET"], scope="scores:read")
@blueprint.response(200, DimensionsInForceSchema)
def read_dimensions() -> dict[str, Any]:
    """The dimensions in force: those that are always there, and the declared attributes"""
    with current().read() as connection:
        declaration = attributes.in_force(connection)
    return {**vars(declaration), "fixed": list(DIMENSIONS)}
