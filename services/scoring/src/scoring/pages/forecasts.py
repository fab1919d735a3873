"""Forecasts for people: the reader's own, locked before anybody knows, and how far off each one was."""

from typing import Any

from flask import Blueprint, Response
from marshmallow import ValidationError

from scoring.acts import forecasts as acts
from scoring.domain.estimates import Estimate, Measured
from scoring.domain.forecasts import Forecast, Perception, perception_gap
from scoring.domain.plan_measures import MEASURES
from scoring.domain.rounding import per_unit
from scoring.domain.units import Unit
from scoring.pages import numbers
from scoring.pages.asked import asked_list, following, given, typed_number
from scoring.pages.figures import Figure
from scoring.pages.rendering import Reader, may, page, reader
from scoring.pages.sent import filled_in
from scoring.pages.wording import count
from scoring.schemas.explanations import measure_named
from scoring.schemas.figures import number
from scoring.schemas.forecasts import ForecastArguments, NewForecastSchema, as_forecast
from scoring.store import journeys
from scoring.use_cases.make_forecast import ForecastRefusedError
from shared import access, web
from shared.clock import now
from shared.problems import flatten
from shared.service import current

blueprint = Blueprint(
    "forecasts_pages", __name__, url_prefix="/scoring/forecasts", template_folder="../templates"
)

_AT_ONCE = 25
_FIELDS = ("person", "cursor")
_FORM = ("measure", "journey", "survey", "first_day", "last_day", "value")
# Those that say what they are about by their slice alone.
_MEASURES = tuple(kind for kind, measure in MEASURES.items() if set(measure.asks) <= {"journey"})


@blueprint.get("")
@access.page("forecasts:read")
def show_forecasts() -> Response:
    """Each forecast, the oldest first; what was measured beside it once its period is over."""
    return _page()


@blueprint.post("")
@access.page("forecasts:write")
def forecast() -> Response:
    """Lock what the reader expects. It is never changed; the same again changes nothing."""
    access.admit("forecasts:read")  # what comes back shows the others
    typed = filled_in(*_FORM)
    try:
        body = NewForecastSchema().load(_as_sent(typed))
    except ValidationError as error:
        return _page(422, typed, sorted({_field(path) for path in flatten(error.messages_dict)}))
    try:
        with current().change() as connection:
            acts.forecast(connection, body, now())
    except ForecastRefusedError:
        is_late = now().date() >= body["period"].first_day
        return _page(409, typed, ["forecast_late" if is_late else "forecast_said"])
    return web.on_to("/scoring/forecasts")


def _as_sent(typed: dict[str, str]) -> dict[str, Any]:
    """As the API takes it: by the reader for the reader, and shares, which people say in percent, as 0 to 1."""
    slice_ = {name: typed[name] for name in ("journey", "survey") if typed[name]}
    return {
        "person": access.caller().name,
        "measure": {"kind": typed["measure"], "slice": slice_},
        "period": {name: typed[name] for name in ("first_day", "last_day")},
        "value": _in_unit(typed["value"], typed["measure"]),
    }


def _in_unit(said: str, kind: str) -> str:
    """A number in the measure's unit; what is none stays for the schema to refuse."""
    value = typed_number(said)
    if value is None or kind not in MEASURES:
        return said
    return f"{value / per_unit(MEASURES[kind].unit):f}"


def _field(path: str) -> str:
    """The name in the form of what the schema found fault with."""
    return {"kind": "measure", "measure": "journey"}.get(last := path.rpartition(".")[2], last)


def _page(
    status: int = 200, typed: dict[str, str] | None = None, faults: list[str] | None = None
) -> Response:
    who, moment = reader(), now()
    address = given(*_FIELDS)
    asked = asked_list(ForecastArguments(), **address, limit=_AT_ONCE)
    with current().read() as connection:
        found = acts.list_forecasts(connection, asked, moment)
        designs = journeys.in_force(connection) if may("journeys:read") else []
    return page(
        "forecasts.html",
        status,
        form={"typed": typed or {"measure": _MEASURES[0]}, "faults": faults or []},
        journeys=[item.journey.key for item in designs],
        measures=[(kind, _measure_named(kind, who)) for kind in _MEASURES],
        name=access.caller().name,
        may_forecast=may("forecasts:write"),
        forecasts=[_forecast(one, measured, who) for one, measured in found["items"]],
        following=following(address, found["next"]),
    )


def _measure_named(kind: str, who: Reader) -> str:
    unit = MEASURES[kind].unit
    name = who.text[f"short_{kind}"]
    return f"{name} (%)" if unit is Unit.SHARE else name


def _forecast(one: Forecast, measured: Measured | None, who: Reader) -> dict[str, Any]:
    unit = one.measure.measure.unit
    found = perception_gap(one, measured) if measured else None
    sign = "\u00a0%" if unit is Unit.SHARE else ""
    told = as_forecast(one, measured)
    return {
        "it": one,
        "measure": measure_named(one.measure, who.text),
        "expected": numbers.mark(one.value, unit, who.language),
        "is_over": measured is not None,
        "measured": _figure(measured, who),
        "gap": found and number(found.gap, unit, who.language, signed=True) + sign,
        "off": bool(found and found.perception is not Perception.IN_LINE),
        "sentence": told["sentence"] and told["sentence"][who.language],
    }


def _figure(measured: Measured | None, who: Reader) -> Figure | None:
    """Without a drawing: in a sentence there is no room for one."""
    if not isinstance(measured, Estimate):
        return None
    value, (low, high) = numbers.value(measured, who.language), numbers.bounds(measured, who.language)
    return Figure(value, count(measured.n, who), low, high, measured.low_base, chart=None)
