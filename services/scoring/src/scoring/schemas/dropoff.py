"""What became of those who came to each stage, on the wire."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.estimates import Hidden
from scoring.domain.journey_views import StageLeft
from scoring.schemas.case_estimates import PointSchema, ShownSchema, hidden


class StageLeftSchema(ShownSchema):
    """What became of those who came to a stage; who is still there is censored."""

    stage = fields.String()
    came = fields.Integer()
    went_on = fields.Integer()
    dropped = fields.Integer()
    still_there = fields.Integer()
    goes_on = fields.Nested(PointSchema, metadata={"description": "Within the journey's window"})
    median_seconds = fields.Float(allow_none=True)
    method = fields.String()


class DropoffSchema(Schema):
    """The stages in their order."""

    stages = fields.List(fields.Nested(StageLeftSchema))


def as_dropoff(found: dict[str, StageLeft | Hidden]) -> dict[str, Any]:
    """What DropoffSchema shows."""
    return {"stages": [{"stage": stage, **_stage(item)} for stage, item in found.items()]}


def _stage(item: StageLeft | Hidden) -> dict[str, Any]:
    if isinstance(item, Hidden):
        return hidden()
    return {
        "shown": True,
        "came": item.came,
        "went_on": item.went_on,
        "dropped": item.dropped,
        "still_there": item.still_there,
        "goes_on": item.goes_on,
        "median_seconds": item.median_s,
        "method": item.method,
    }
