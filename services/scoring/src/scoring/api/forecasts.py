"""Forecasts: what executives expect, locked before anybody knows, and the gap to what customers experience."""

from typing import Any

from scoring.acts import forecasts as acts
from scoring.schemas.forecasts import (
    ForecastArguments,
    ForecastPageSchema,
    ForecastSchema,
    NewForecastSchema,
    as_forecast,
)
from scoring.use_cases.make_forecast import ForecastRefusedError
from shared.access import Blueprint
from shared.clock import now
from shared.problems import Problem
from shared.service import current

blueprint = Blueprint(
    "forecasts", __name__, url_prefix="/forecasts", description="What people expect before it is measured"
)


@blueprint.route("", methods=["POST"], scope="forecasts:write")
@blueprint.arguments(NewForecastSchema)
@blueprint.response(200, ForecastSchema)
def forecast(body: dict[str, Any]) -> dict[str, Any]:
    """Say what is expected of a measure before its period begins; said once, it is never changed"""
    try:
        with current().change() as connection:
            kept = acts.forecast(connection, body, now())
    except ForecastRefusedError as error:
        raise Problem(409, str(error)) from error
    return as_forecast(kept, None)


@blueprint.route("", methods=["GET"], scope="forecasts:read")
@blueprint.arguments(ForecastArguments, location="query")
@blueprint.response(200, ForecastPageSchema)
def list_forecasts(arguments: dict[str, Any]) -> dict[str, Any]:
    """List forecasts, the oldest first, each beside what was measured once its period is over"""
    with current().read() as connection:
        found = acts.list_forecasts(connection, arguments, now())
    return {**found, "items": [as_forecast(one, measured) for one, measured in found["items"]]}
