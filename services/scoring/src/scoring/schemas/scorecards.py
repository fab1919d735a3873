"""Scorecards on the wire: every line with what was measured, what it earns, and why."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.scorecards import ScorecardLine
from scoring.domain.scores import Score
from scoring.schemas.plans import CurveSchema, MeasureSchema, PeriodSchema
from scoring.schemas.scores import StatisticSchema, as_statistic
from scoring.use_cases.draw_up_scorecard import Drawn


class ScorecardLineSchema(Schema):
    """One line; `amount` is in cents, `percent` of the line's weight."""

    measure = fields.Nested(MeasureSchema)
    measured = fields.Nested(StatisticSchema)
    curve = fields.Nested(CurveSchema)
    position = fields.String(allow_none=True, metadata={"description": "Null when too few answered"})
    percent = fields.Float()
    weight = fields.Decimal(as_string=True)
    points = fields.Float()
    amount = fields.Integer()
    explanation = fields.String()


class ScorecardSchema(Schema):
    """A plan applied to its period. The lines' amounts add up to the total to the cent."""

    key = fields.String()
    version = fields.Integer(metadata={"description": "Of the plan"})
    title = fields.String()
    person = fields.String()
    period = fields.Nested(PeriodSchema)
    target_bonus = fields.Integer()
    minimum_n = fields.Integer()
    lines = fields.List(fields.Nested(ScorecardLineSchema))
    points = fields.Float()
    amount = fields.Integer()
    explanation = fields.String()


def as_scorecard(drawn: Drawn) -> dict[str, Any]:
    """What ScorecardSchema shows."""
    card = drawn.scorecard
    plan = card.plan
    return {
        "key": plan.key,
        "version": drawn.version,
        "title": plan.title,
        "person": plan.person,
        "period": plan.period,
        "target_bonus": plan.target_bonus,
        "minimum_n": plan.minimum_n,
        "lines": [_line(line) for line in card.lines],
        "points": card.points,
        "amount": card.amount,
        "explanation": card.explanation,
    }


def _line(line: ScorecardLine) -> dict[str, Any]:
    planned = line.planned
    scale = planned.measure.scale
    return {
        "measure": planned.measure,
        "measured": as_statistic(Score(scale, scale.headline, line.estimate)),
        "curve": planned.curve,
        "position": line.payout.position,
        "percent": line.payout.percent,
        "weight": planned.weight,
        "points": line.payout.points,
        "amount": line.amount,
        "explanation": line.explanation,
    }
