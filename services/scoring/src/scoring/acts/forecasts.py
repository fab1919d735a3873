"""Forecasts: the caller says one, and reads them beside what was measured."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.domain.forecasts import Forecast
from scoring.store import forecasts
from scoring.use_cases.make_forecast import make_forecast
from scoring.use_cases.measure_forecast import measure_forecast
from shared import access, paging, trail, web


def forecast(connection: Connection, body: dict[str, Any], moment: datetime) -> Forecast:
    """Keep what this NewForecastSchema says; the one that is kept. Raises ForecastRefusedError."""
    own_id = forecasts.id_of(body["person"], body["measure"], body["period"])
    made = Forecast(id=own_id, by=access.caller().name, made_at=moment, **body)
    if make_forecast(connection, made, request_id=web.request_id()):
        trail.note(connection, "forecast.made", str(own_id))
    return forecasts.find(connection, own_id) or made


def list_forecasts(connection: Connection, arguments: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """A page of what these ForecastArguments ask for, the oldest first: `items` and `next`.

    Beside each is what was measured; None until its period is over.
    """
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    found = forecasts.page(connection, arguments["person"], after, limit)
    page = paging.page_of(found, limit, lambda forecast: (forecast.made_at, forecast.id))
    return {**page, "items": [(one, measure_forecast(connection, one, moment)) for one in found]}
