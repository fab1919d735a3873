"""Touchpoints as the survey's event log tells them; what we don't know of them is left alone."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from feedback_router.domain.contacts import Touchpoint

_SHORT = validate.Length(1, 200)


def _place() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


class TouchpointSchema(Schema):
    """The data of `survey.touchpoint.received`."""

    class Meta:
        unknown = EXCLUDE

    customer_key = fields.String(required=True, allow_none=True, validate=_SHORT)
    type = fields.String(required=True, validate=_SHORT)
    journey = _place()
    stage = _place()
    channel = _place()
    source = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    attributes = fields.Dict(keys=fields.String(), load_default=dict)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Touchpoint:
        return Touchpoint(**data)
