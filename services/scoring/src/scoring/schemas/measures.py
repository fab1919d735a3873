"""The register of measures on the wire."""

from datetime import date
from typing import Any

from marshmallow import Schema, fields, validate

from scoring.domain.measures import Purpose, RegisteredMeasure
from scoring.domain.plan_measures import MEASURES
from scoring.store.measures import MeasureVersion
from shared.accepted import text


class MeasureEntrySchema(Schema):
    """Who answers for a measure, what it is for, what it must be seen beside, and when it is looked at again."""

    owner = fields.String(required=True, validate=text(200))
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    counter_measure = fields.String(
        required=True,
        validate=validate.OneOf(MEASURES),
        metadata={"description": "The measure that gets worse when this one is pushed"},
    )
    review_date = fields.Date(
        required=True, metadata={"description": "After it the measure is overdue, and no new plan takes it"}
    )


class MeasureSetSchema(Schema):
    """Which version the entry has now; is_new is false when nothing changed."""

    key = fields.String()
    version = fields.Integer()
    is_new = fields.Boolean()


class ListedMeasureSchema(Schema):
    """A measure with who answers for it; version 0 is as it comes with Escucha, and nobody does."""

    key = fields.String()
    title = fields.String()
    unit = fields.String()
    direction = fields.String()
    definition = fields.String(metadata={"description": 'Its scale or formula, with version; "" for several'})
    counted = fields.String(metadata={"description": "What n counts"})
    dimension = fields.String(metadata={"description": "Perception, outcome, speed or care"})
    version = fields.Integer()
    owner = fields.String(allow_none=True)
    purpose = fields.String()
    counter_measure = fields.String(allow_none=True)
    review_date = fields.Date(allow_none=True)
    overdue = fields.Boolean()


class MeasurePageSchema(Schema):
    """A page of measures; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedMeasureSchema))
    next = fields.String(allow_none=True)


class MeasureVersionSchema(Schema):
    """A version of an entry."""

    version = fields.Integer()
    owner = fields.String(allow_none=True)
    purpose = fields.String()
    counter_measure = fields.String(allow_none=True)
    review_date = fields.Date(allow_none=True)
    set_at = fields.AwareDateTime()


class MeasureHistorySchema(ListedMeasureSchema):
    """A measure with every version of its entry."""

    versions = fields.List(fields.Nested(MeasureVersionSchema))


def as_measure(measure: RegisteredMeasure, today: date) -> dict[str, Any]:
    """What ListedMeasureSchema shows."""
    known = MEASURES[measure.key]
    return {
        "title": known.title,
        "unit": known.unit,
        "direction": known.direction,
        "definition": known.definition,
        "counted": known.counted,
        "dimension": known.dimension,
        **{name: getattr(measure, name) for name in RegisteredMeasure.__slots__},
        "overdue": measure.is_overdue(today),
    }


def as_version(kept: MeasureVersion) -> dict[str, Any]:
    """What MeasureVersionSchema shows."""
    return {
        **{name: getattr(kept.measure, name) for name in RegisteredMeasure.__slots__},
        "set_at": kept.set_at,
    }
