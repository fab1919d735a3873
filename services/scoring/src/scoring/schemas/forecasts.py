"""Forecasts on the wire: what was expected, and once the period is over what was measured."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from scoring.domain.estimates import Measured
from scoring.domain.forecasts import Forecast, Perception, perception_gap
from scoring.domain.plan_measures import MEASURES, MeasureReference
from scoring.domain.plans import Period
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.schemas.explanations import measure_named
from scoring.schemas.figures import number
from scoring.schemas.plan_definitions import MeasureSchema, PeriodSchema
from scoring.schemas.plans import as_errors
from shared.accepted import text
from shared.i18n import LANGUAGES, Texts
from shared.paging import PageArguments

_TEXTS = Texts.of("scoring")
_SENTENCES = {
    Perception.IN_LINE: "forecast_in_line",
    Perception.TOO_BRIGHT: "forecast_too_bright",
    Perception.TOO_DARK: "forecast_too_dark",
}
_MOST = 100_000


def _sane(value: Decimal) -> None:
    if not -_MOST <= value <= _MOST or value != round(value, 6):
        raise ValidationError(f"Use a number between -{_MOST} and {_MOST} with at most 6 decimals.")


class NewForecastSchema(Schema):
    """What somebody expects of a measure over a period that has not begun."""

    person = fields.String(required=True, validate=text(200))
    measure = fields.Nested(MeasureSchema, required=True)
    period = fields.Nested(PeriodSchema, required=True)
    value = fields.Decimal(
        required=True,
        as_string=True,
        validate=_sane,
        metadata={"description": "In the measure's unit: points, 0 to 1 for a share, days"},
    )

    @post_load
    def _is_sound(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        reference: MeasureReference = data["measure"]
        period: Period = data["period"]
        if problems := list(reference.problems()):
            raise ValidationError({"measure": as_errors(problems)})
        if period.last_day < period.first_day:
            raise ValidationError({"period": {"last_day": ["This is before the first day."]}})
        least, most = reference.measure.range
        if not least <= data["value"] <= most:
            raise ValidationError({"value": [f"This measure is between {least} and {most}."]})
        return data


class ForecastArguments(PageArguments):
    """Whose forecasts to list."""

    person = fields.String(load_default=None, validate=text(200))


class ForecastSchema(Schema):
    """A forecast; `measured` and what follows are null until the period is over."""

    id = fields.UUID()
    person = fields.String()
    measure = fields.Nested(MeasureSchema)
    period = fields.Nested(PeriodSchema)
    value = fields.Decimal(as_string=True)
    by = fields.String(metadata={"description": "The name of the key that it was said with"})
    made_at = fields.AwareDateTime()
    measured = fields.Nested(EstimateSchema, allow_none=True)
    gap = fields.Float(allow_none=True, metadata={"description": "Forecast minus measured"})
    perception = fields.String(
        allow_none=True, metadata={"description": "in line (within the interval), too bright or too dark"}
    )
    sentence = fields.Dict(
        keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String(), allow_none=True
    )


class ForecastPageSchema(Schema):
    """A page of forecasts, the oldest first."""

    items = fields.List(fields.Nested(ForecastSchema))
    next = fields.String(allow_none=True)


def as_forecast(forecast: Forecast, measured: Measured | None) -> dict[str, Any]:
    """What ForecastSchema shows; `measured` is None while the period is not over."""
    found = perception_gap(forecast, measured) if measured else None
    return {
        **{name: getattr(forecast, name) for name in Forecast.__slots__},
        "measured": as_estimate(measured) if measured else None,
        "gap": found.gap if found else None,
        "perception": found.perception if found else None,
        "sentence": {language: _sentence(forecast, measured, language) for language in LANGUAGES}
        if measured
        else None,
    }


def _sentence(forecast: Forecast, measured: Measured, language: str) -> str:
    named = measure_named(forecast.measure, _TEXTS.by_language[language])
    found = perception_gap(forecast, measured)
    if found is None or not measured.shown:
        return _TEXTS.say(language, "forecast_hidden", measure=named)
    unit = MEASURES[forecast.measure.kind].unit

    def figure(value: float, *, signed: bool = False) -> str:
        return number(value, unit, language, signed=signed)

    return _TEXTS.say(
        language,
        _SENTENCES[found.perception],
        person=forecast.person,
        measure=named,
        expected=figure(float(forecast.value)),
        measured=figure(measured.value),
        low=figure(measured.low),
        high=figure(measured.high),
        gap=figure(found.gap, signed=True),
    )
