"""Trends on the wire."""

from typing import Any

from marshmallow import Schema, fields, validate

from scoring.domain.breakdowns import PERIODS
from scoring.domain.trends import Control, Point, Series
from scoring.schemas.companions import CompanionSchema, PairSchema, Told
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.schemas.scores import MeasureArguments
from scoring.use_cases.find_companions import Companions


class TrendArguments(MeasureArguments):
    """What is followed over which answers, and at which pace."""

    every = fields.String(load_default="week", validate=validate.OneOf(PERIODS))
    _more: tuple[str, ...] = ("every",)


class ControlSchema(Schema):
    """The moving average (EWMA, λ 0.2) and its limits (three standard errors of it)."""

    average = fields.Float()
    lower = fields.Float()
    upper = fields.Float()
    verdict = fields.String(metadata={"description": "signal or noise"})


class TrendPointSchema(Schema):
    """One day, week or month that had answers."""

    period = fields.Date(metadata={"description": "Its first day"})
    measured = fields.Nested(EstimateSchema)
    control = fields.Nested(
        ControlSchema, allow_none=True, metadata={"description": "Null where it is hidden"}
    )
    companions = fields.Nested(PairSchema)


class SeriesSchema(Schema):
    """What may be trended together: one version of one survey, of one kind, on one scale."""

    kind = fields.String(allow_none=True)
    survey = fields.String(allow_none=True)
    version = fields.Integer(allow_none=True)
    definition = fields.String()
    option = fields.String()
    statistic = fields.String()
    unit = fields.String()
    direction = fields.String()
    centre = fields.Float(allow_none=True, metadata={"description": "The score of all shown points together"})
    companions = fields.Nested(PairSchema, metadata={"description": "Over all that was asked for"})
    points = fields.List(fields.Nested(TrendPointSchema))


class TrendSchema(Schema):
    """The series of a measure."""

    measure = fields.String()
    every = fields.String()
    series = fields.List(fields.Nested(SeriesSchema))
    companions = fields.List(
        fields.Nested(CompanionSchema), metadata={"description": "What stands beside the points, each once"}
    )


def as_trend(measure: str, every: str, found: list[Series], companions: Companions) -> dict[str, Any]:
    """What TrendSchema shows."""
    told = Told()
    series = [_series(one, companions, told) for one in found]
    return {"measure": measure, "every": every, "series": series, "companions": told.told}


def _series(series: Series, companions: Companions, told: Told) -> dict[str, Any]:
    statistic = series.scale.headline
    return {
        "kind": series.kind,
        "survey": series.survey,
        "version": series.version,
        "definition": series.scale.version,
        **({"option": series.option} if series.option is not None else {}),
        "statistic": statistic,
        "unit": statistic.unit,
        "direction": series.scale.direction_of(statistic),
        "centre": series.centre,
        "companions": told.as_pair(companions.beside(series.kind, series.slice)),
        "points": [
            {**_point(point), "companions": told.as_pair(companions.beside(series.kind, point.slice))}
            for point in series.points
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "period": point.period,
        "measured": as_estimate(point.estimate),
        "control": _control(point.control) if point.control else None,
    }


def _control(control: Control) -> dict[str, Any]:
    verdict = "signal" if control.signal else "noise"
    return {"average": control.average, "lower": control.lower, "upper": control.upper, "verdict": verdict}
