"""Scores on the wire: never a number without its n, its interval and its definition."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates_schema
from webargs.fields import DelimitedList

from scoring.domain.breakdowns import DIMENSIONS, Breakdown, Item
from scoring.domain.estimates import SMALLEST_SHOWN, Measured
from scoring.domain.plans import MEASURES
from scoring.domain.scores import Score
from scoring.domain.selections import Selection
from scoring.domain.slices import Slice
from shared.accepted import text

# One reason for both, since a reader who could tell them apart could work out the hidden number.
WHY_HIDDEN = f"fewer than {SMALLEST_SHOWN} answers, here or in another group that this one would give away"


class ScoreArguments(Schema):
    """What is measured, over which answers, and what it is broken down by."""

    class Meta:
        # A misspelt filter that is overlooked would pass the whole company's score for a team's.
        unknown = RAISE

    measure = fields.String(required=True, validate=validate.OneOf(list(MEASURES)))
    survey = fields.String(validate=text(200))
    version = fields.Integer(validate=validate.Range(1, 2**31 - 1))
    question = fields.String(validate=text(200))
    journey = fields.String(validate=text(200))
    stage = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))
    owner = fields.String(validate=text(200))
    first_day = fields.Date(data_key="from", metadata={"description": "The first day, in UTC"})
    last_day = fields.Date(data_key="to", metadata={"description": "The last day, in UTC; it counts too"})
    by = DelimitedList(
        fields.String(validate=validate.OneOf(DIMENSIONS)),
        load_default=list,
        metadata={"description": f"One or more of {', '.join(DIMENSIONS)}"},
    )

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError("This is before the first day.", "to")
        for name in ("version", "question"):
            if data["measure"] == "resolved_share" and name in data:
                raise ValidationError(f"Feedback is not counted by {name}.", name)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        slice_ = Slice(**{name: data.pop(name) for name in Slice.__slots__ if name in data})
        measure, by = data.pop("measure"), data.pop("by")
        return {"measure": measure, "by": by, "selection": Selection(slice_, **data)}


class EstimateSchema(Schema):
    """A number with its 95 % interval; or, below the least number of answers, why there is none."""

    shown = fields.Boolean()
    reason = fields.String(metadata={"description": "Why it is hidden; then there is nothing else"})
    value = fields.Float()
    low = fields.Float()
    high = fields.Float()
    n = fields.Integer()
    method = fields.String(metadata={"description": "How the interval is made"})
    low_base = fields.Boolean(metadata={"description": "Few answers: read with care"})


class StatisticSchema(EstimateSchema):
    """One statistic of a question."""

    statistic = fields.String()
    unit = fields.String()
    definition = fields.String(metadata={"description": "The scale that was asked with"})
    direction = fields.String()


class ItemSchema(Schema):
    """One slice. Kinds of survey and definitions are never pooled: each has items of its own."""

    slice = fields.Dict()
    kind = fields.String(allow_none=True, metadata={"description": "Kind of survey; null for feedback"})
    definition = fields.String()
    statistics = fields.List(fields.Nested(StatisticSchema))


class ScoresSchema(Schema):
    """The totals over all that was selected, and the items by what was asked for."""

    measure = fields.String()
    by = fields.List(fields.String())
    totals = fields.List(fields.Nested(ItemSchema))
    items = fields.List(fields.Nested(ItemSchema))


def as_scores(measure: str, by: list[str], found: Breakdown) -> dict[str, Any]:
    """What ScoresSchema shows. Without `by` the totals are all that there is to say."""
    totals = [_item(item) for item in found.totals]
    return {
        "measure": measure,
        "by": by,
        "totals": totals,
        "items": [_item(item) for item in found.items] if by else totals,
    }


def as_statistic(score: Score) -> dict[str, Any]:
    """What StatisticSchema shows."""
    return {
        "statistic": score.statistic,
        "unit": score.statistic.unit,
        "definition": score.scale.version,
        "direction": score.scale.direction,
        **as_estimate(score.estimate),
    }


def as_estimate(estimate: Measured) -> dict[str, Any]:
    """What EstimateSchema shows."""
    if not estimate.shown:
        return {"shown": False, "reason": WHY_HIDDEN}
    return {
        "shown": True,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "method": estimate.method,
        "low_base": estimate.low_base,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "slice": {name: value and str(value) for name, value in item.slice.items()},
        "kind": item.kind,
        "definition": item.scale.version,
        "statistics": [as_statistic(score) for score in item.scores],
    }
