"""Hand-offs from one owner to the next on the wire."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.journey_views import Handoff
from scoring.schemas.case_estimates import as_shown
from scoring.schemas.estimates import EstimateSchema
from scoring.schemas.scores import StatisticSchema, as_statistic
from scoring.use_cases.measure_journey import Handoffs


class HandoffSchema(Schema):
    """From one owner to the next. `lost` is the share that the next owner never took up."""

    source = fields.String()
    target = fields.String()
    n = fields.Integer()
    cases = fields.Integer()
    median_seconds = fields.Integer(allow_none=True)
    lost = fields.Nested(EstimateSchema)
    scores_after = fields.List(fields.Nested(StatisticSchema))


class HandoffsSchema(Schema):
    """Hand-offs that enough cases went through."""

    items = fields.List(fields.Nested(HandoffSchema))


def as_handoffs(found: Handoffs) -> dict[str, Any]:
    """What HandoffsSchema shows."""
    return {"items": [_handoff(item, found) for item in found.handoffs]}


def _handoff(item: Handoff, found: Handoffs) -> dict[str, Any]:
    return {
        "source": item.source,
        "target": item.target,
        "n": item.n,
        "cases": item.cases,
        "median_seconds": item.median_s,
        "lost": as_shown(item.lost),
        "scores_after": [as_statistic(one) for one in found.scores.get((item.source, item.target), [])],
    }
