"""Keep what somebody expects, before anybody can know it."""

from psycopg import Connection

from scoring.domain.forecasts import Forecast, is_too_late
from scoring.domain.plan_definitions import reference_to_definition
from scoring.store import forecasts
from shared import events
from shared.events import Event
from shared.ids import new_id


class ForecastRefusedError(Exception):
    """The forecast comes too late, or the person said something else before; the message says which."""


def make_forecast(connection: Connection, forecast: Forecast, *, request_id: str) -> bool:
    """Keep it with its event; False when the same was said before, which changes nothing.

    Raises ForecastRefusedError once the period has begun, and for another value than was said before.
    """
    if is_too_late(forecast.period, forecast.made_at.date()):
        raise ForecastRefusedError(
            f"The period began on {forecast.period.first_day}: a forecast is made before any of it can be seen."
        )
    if not forecasts.put(connection, forecast):
        before = forecasts.find(connection, forecast.id)
        if before is not None and before.value != forecast.value:
            said = f"{before.value.normalize():f}"
            raise ForecastRefusedError(
                f"{forecast.person} said {said} before, and a forecast is never changed."
            )
        return False
    data = {
        "id": str(forecast.id),
        "measure": reference_to_definition(forecast.measure),
        "first_day": forecast.period.first_day.isoformat(),
        "last_day": forecast.period.last_day.isoformat(),
    }
    event = Event(new_id(), "scoring.forecast.made", str(forecast.id), forecast.made_at, request_id, data)
    events.append(connection, [event])
    return True
