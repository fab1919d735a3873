"""What the survey service tells of touchpoints and surveys, as far as scores are asked by it; and the declaration."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from scoring.domain.attributes import MOST_ATTRIBUTES, TouchpointReference
from scoring.domain.breakdowns import DIMENSIONS, PERIODS
from scoring.domain.responses import KINDS
from scoring.schemas.events import SHORT, EventSchema
from scoring.use_cases.keep_attributes import Told
from shared.accepted import KEY


class ReceivedSchema(EventSchema):
    """The data of `survey.touchpoint.received`: which it was, and what it said."""

    source = fields.String(required=True, validate=validate.Length(max=500))
    id = fields.String(required=True, validate=validate.Length(max=500))
    attributes = fields.Dict(keys=fields.String(), load_default=dict)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Told:
        return Told(TouchpointReference(data["source"], data["id"]), data["attributes"])


class PublishedSchema(EventSchema):
    """The data of `survey.survey.published`: which kind of survey a version is."""

    survey = fields.String(required=True, validate=SHORT)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> tuple[str, int, str]:
        return data["survey"], data["version"], data["kind"]


def _once_and_not_ours(names: list[str]) -> None:
    for name in names:
        if name in (*DIMENSIONS, *PERIODS):
            raise ValidationError(f"{name} is a dimension already.")
    if len(set(names)) < len(names):
        raise ValidationError("An attribute is named twice.")


class DimensionsSchema(Schema):
    """Which attributes of touchpoints are dimensions of scores."""

    attributes = fields.List(
        fields.String(validate=KEY),
        required=True,
        validate=[validate.Length(max=MOST_ATTRIBUTES), _once_and_not_ours],
        metadata={"description": "Each multiplies the number of slices; leave out what is nearly unique"},
    )


class DimensionsSetSchema(Schema):
    """The declaration in force, for what is heard from then on."""

    version = fields.Integer()
    is_new = fields.Boolean()


class DimensionsInForceSchema(DimensionsSchema):
    """What a score can be asked by."""

    version = fields.Integer()
    set_at = fields.AwareDateTime()
    fixed = fields.List(fields.String(), metadata={"description": "Dimensions that are always there"})
