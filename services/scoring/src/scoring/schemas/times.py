"""How long something takes, on the wire."""

from typing import Any

from marshmallow import fields

from scoring.domain.estimates import Hidden
from scoring.domain.outcomes import TimeTo
from scoring.schemas.case_estimates import PointSchema, ShownSchema, hidden


class TimeToSchema(ShownSchema):
    """How long it takes, in days. The median is the first time at which at most a half is still waiting."""

    n = fields.Integer()
    reached = fields.Integer()
    left = fields.Integer(metadata={"description": "Who left for good: a competing exit, not a censoring"})
    waiting = fields.Integer(metadata={"description": "Censored: not there yet"})
    median_days = fields.Float(allow_none=True)
    median_low = fields.Float(allow_none=True)
    median_high = fields.Float(allow_none=True)
    by_day = fields.Dict(keys=fields.String(), values=fields.Nested(PointSchema, allow_none=True))
    method = fields.String()


def as_time(found: TimeTo | Hidden) -> dict[str, Any]:
    """What TimeToSchema shows."""
    if isinstance(found, Hidden):
        return hidden()
    return {
        "shown": True,
        "n": found.n,
        "reached": found.reached,
        "left": found.left,
        "waiting": found.waiting,
        "median_days": found.median,
        "median_low": found.median_low,
        "median_high": found.median_high,
        "by_day": {str(days): point for days, point in found.by_day.items()},
        "method": found.method,
    }
