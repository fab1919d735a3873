"""Sources of information on the wire."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.estimates import Hidden
from scoring.domain.sources import Age, SourceTold, Used
from scoring.schemas.case_estimates import WHY_HIDDEN
from scoring.schemas.estimates import EstimateSchema, as_estimate


class SourceAgeSchema(Schema):
    """How old the source was when it was asked, in days; the interval of the median takes at least six ages."""

    shown = fields.Boolean()
    reason = fields.String(metadata={"description": "Why it is hidden; then there is nothing else"})
    n = fields.Integer()
    median_days = fields.Float()
    median_low = fields.Float(allow_none=True)
    median_high = fields.Float(allow_none=True)
    fresh = fields.Nested(
        EstimateSchema, allow_none=True, metadata={"description": "Not older than the design allows"}
    )


class _UsedSchema(Schema):
    found = fields.Nested(EstimateSchema, metadata={"description": "Of lookups, those that found it"})
    age = fields.Nested(SourceAgeSchema, allow_none=True, metadata={"description": "Null: nobody told it"})


class SourceChannelSchema(_UsedSchema):
    """A source as it was asked in one channel; null where none was stated."""

    channel = fields.String(allow_none=True)


class SourceUsedSchema(_UsedSchema):
    """A source by the name that touchpoints give it."""

    source = fields.String()
    fresh_days = fields.Integer(allow_none=True, metadata={"description": "Null: the design names none"})
    channels = fields.List(fields.Nested(SourceChannelSchema))


class SourcesSchema(Schema):
    """Sources that enough cases asked, the most used first."""

    items = fields.List(fields.Nested(SourceUsedSchema))


def as_sources(found: list[SourceTold]) -> dict[str, Any]:
    """What SourcesSchema shows."""
    return {
        "items": [
            {
                "source": item.source,
                "fresh_days": item.fresh_days,
                **_used(item.whole),
                "channels": [
                    {"channel": channel or None, **_used(used)} for channel, used in item.channels.items()
                ],
            }
            for item in found
        ]
    }


def _used(used: Used) -> dict[str, Any]:
    return {"found": as_estimate(used.found), "age": used.age and _age(used.age)}


def _age(age: Age | Hidden) -> dict[str, Any]:
    if isinstance(age, Hidden):
        return {"shown": False, "reason": WHY_HIDDEN}
    return {
        "shown": True,
        "n": age.n,
        "median_days": age.median,
        "median_low": age.low,
        "median_high": age.high,
        "fresh": age.fresh and as_estimate(age.fresh),
    }
