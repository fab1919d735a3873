"""Drivers: what goes with a score. An association, which is where to look and not what to blame."""

from typing import Any

from scoring.schemas.drivers import DriverArguments, DriversSchema, as_drivers
from scoring.use_cases.find_drivers import NotOneScoreError, find_drivers, gather_facts
from scoring.use_cases.measure_scores import UnknownDimensionError
from shared.access import Blueprint
from shared.problems import invalid
from shared.service import current

blueprint = Blueprint("drivers", __name__, url_prefix="/drivers", description="What goes with a score")


@blueprint.route("", methods=["POST"], scope="scores:read")
@blueprint.arguments(DriverArguments)
@blueprint.response(200, DriversSchema)
def read_drivers(asked: dict[str, Any]) -> dict[str, Any]:
    """Share out what goes with a score among factors (LMG), with intervals, warnings and priorities"""
    selection, factors = asked["selection"], asked["factors"]
    if selection.slice.journey is None and selection.slice.survey is None:
        raise invalid({"journey": ["Name a journey or a survey: across all of them factors mean nothing."]})
    try:
        with current().read() as connection:
            facts = gather_facts(connection, asked["measure"], selection, factors)
    except UnknownDimensionError as error:
        raise invalid({"factors": [f"{error.name} is no declared attribute."]}) from error
    except NotOneScoreError as error:
        raise invalid({error.field: [str(error)]}) from error
    return as_drivers(asked["measure"], facts, find_drivers(facts, asked["seed"]))
