"""Service, experience and excellence on the wire, and the alarms."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journeys import Journey
from scoring.domain.levels import Consistency
from scoring.domain.survival import Point
from scoring.schemas.alarms import AlarmSchema, as_alarm
from scoring.schemas.case_estimates import PointSchema, all_shown, estimates
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.use_cases.measure_levels import Levels


class TouchpointScoreSchema(Schema):
    """Satisfied answers about one touchpoint."""

    definition = fields.String()
    survey = fields.String()
    stage = fields.String()
    score = fields.Nested(EstimateSchema)


class ConsistencySchema(Schema):
    """The worst and the best touchpoint; p is the chance of such a spread if all were alike."""

    worst = fields.Nested(TouchpointScoreSchema)
    best = fields.Nested(TouchpointScoreSchema)
    spread = fields.Nested(PointSchema, allow_none=True)
    p = fields.Float()


class LevelsSchema(Schema):
    """Service, experience, excellence; and the alarms, each only when the intervals say so."""

    from_day = fields.Date(data_key="from")
    to_day = fields.Date(data_key="to")
    compared_from = fields.Date(metadata={"description": "The first of as many days before"})
    service = estimates()
    touchpoints = fields.List(fields.Nested(TouchpointScoreSchema))
    experience = estimates()
    excellence = fields.Dict(keys=fields.String(), values=fields.Nested(ConsistencySchema, allow_none=True))
    alarms = fields.List(fields.Nested(AlarmSchema))
    not_watched = fields.Dict(keys=fields.String(), values=fields.String())


def as_levels(
    found: Levels, journey: Journey, before: CaseSelection, selection: CaseSelection
) -> dict[str, Any]:
    """What LevelsSchema shows of this journey."""
    return {
        "from_day": selection.first_day,
        "to_day": selection.last_day,
        "compared_from": before.first_day,
        "service": all_shown(found.service),
        "touchpoints": [_touchpoint(item) for item in found.touchpoints],
        "experience": all_shown(found.experience),
        "excellence": {name: item and _consistency(item) for name, item in found.consistency.items()},
        "alarms": [as_alarm(item, journey) for item in found.alarms],
        "not_watched": found.not_watched,
    }


def _touchpoint(item: Any) -> dict[str, Any]:
    return {
        "definition": item.definition,
        "survey": item.survey,
        "stage": item.stage,
        "score": as_estimate(item.estimate),
    }


def _consistency(found: Consistency) -> dict[str, Any]:
    spread = found.spread
    return {
        "worst": _touchpoint(found.worst),
        "best": _touchpoint(found.best),
        "spread": Point(spread.value, spread.low, spread.high) if spread.shown else None,
        "p": found.p,
    }
