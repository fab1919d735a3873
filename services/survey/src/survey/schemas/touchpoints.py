"""Touchpoints on the wire: CloudEvents 1.0 in structured JSON, one or a batch."""

from typing import Any

from marshmallow import INCLUDE, Schema, fields, post_load, validate

from shared.accepted import MOMENT, shallow, text
from shared.time_zones import known_time_zone
from survey.domain.touchpoints import CONTEXT_FIELDS, Customer, Touchpoint

_SHORT = text(200)


class CustomerSchema(Schema):
    """Who it happened to."""

    key = fields.String(required=True, validate=_SHORT)
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    name = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    language = fields.String(load_default=None, allow_none=True, validate=[validate.Length(min=2), *text(35)])
    time_zone = fields.String(load_default=None, allow_none=True, validate=known_time_zone)


class TouchpointDataSchema(Schema):
    """What happened, where on the journey, and to whom."""

    customer = fields.Nested(CustomerSchema, required=True)
    journey = fields.String(validate=_SHORT)
    stage = fields.String(validate=_SHORT)
    channel = fields.String(validate=_SHORT)
    owner = fields.String(validate=_SHORT)
    segment = fields.String(validate=_SHORT)
    attributes = fields.Dict(keys=fields.String(), load_default=dict, validate=shallow)


class TouchpointSchema(Schema):
    """A touchpoint as a CloudEvent."""

    class Meta:
        # CloudEvents allows extension attributes; those that we don't know are left alone.
        unknown = INCLUDE

    specversion = fields.String(required=True, validate=validate.Equal("1.0"))
    id = fields.String(required=True, validate=_SHORT)
    source = fields.String(required=True, validate=_SHORT)
    type = fields.String(required=True, validate=_SHORT)
    time = fields.AwareDateTime(required=True, validate=MOMENT)
    data = fields.Nested(TouchpointDataSchema, required=True)

    @post_load
    def _build(self, event: dict[str, Any], **_: Any) -> Touchpoint:
        data = event["data"]
        return Touchpoint(
            source=event["source"],
            id=event["id"],
            type=event["type"],
            time=event["time"],
            customer=Customer(**data["customer"]),
            context={name: data[name] for name in CONTEXT_FIELDS if name in data},
            attributes=data["attributes"],
        )


class HandedOutSchema(Schema):
    """An invitation whose link the sender hands to the customer itself."""

    touchpoint_source = fields.String()
    touchpoint_id = fields.String()
    customer_key = fields.String()
    survey = fields.String()
    link = fields.Url()
    expires_at = fields.AwareDateTime()


class ReceivedSchema(Schema):
    """What became of the touchpoints."""

    accepted = fields.Integer()
    duplicates = fields.Integer()
    links = fields.List(fields.Nested(HandedOutSchema))
