"""Forecasts: what executives expect, locked before anybody knows, and the gap to what customers experience."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.domain.forecasts import Forecast, may_be_measured
from scoring.schemas.forecasts import (
    ForecastArguments,
    ForecastPageSchema,
    ForecastSchema,
    NewForecastSchema,
    as_forecast,
)
from scoring.store import forecasts
from scoring.use_cases.make_forecast import ForecastRefusedError, make_forecast
from scoring.use_cases.measure_plan import measure
from shared import access, paging, trail, web
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
    own_id = forecasts.id_of(body["person"], body["measure"], body["period"])
    made = Forecast(id=own_id, by=access.caller().name, made_at=now(), **body)
    try:
        with current().change() as connection:
            if make_forecast(connection, made, request_id=web.request_id()):
                trail.note(connection, "forecast.made", str(own_id))
            kept = forecasts.find(connection, own_id) or made
    except ForecastRefusedError as error:
        raise Problem(409, str(error)) from error
    return as_forecast(kept, None)


@blueprint.route("", methods=["GET"], scope="forecasts:read")
@blueprint.arguments(ForecastArguments, location="query")
@blueprint.response(200, ForecastPageSchema)
def list_forecasts(arguments: dict[str, Any]) -> dict[str, Any]:
    """List forecasts, the oldest first, each beside what was measured once its period is over"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    moment = now()
    with current().read() as connection:
        found = forecasts.page(connection, arguments["person"], after, limit)
        items = [_beside(connection, one, moment) for one in found]
    page = paging.page_of(found, limit, lambda forecast: (forecast.made_at, forecast.id))
    return {**page, "items": items}


def _beside(connection: Connection, one: Forecast, moment: datetime) -> dict[str, Any]:
    if not may_be_measured(one.period, moment.date()):
        return as_forecast(one, None)
    return as_forecast(one, measure(connection, one.measure, one.period, moment).estimate)
