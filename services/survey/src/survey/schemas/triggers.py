"""How a trigger looks on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.accepted import KEY, text
from survey.domain.triggers import Trigger
from survey.store.triggers import from_definition


class TriggerSchema(Schema):
    """Which touchpoint leads to which survey."""

    key = fields.String(required=True, validate=KEY)
    touchpoint = fields.String(required=True, validate=text(200))
    survey = fields.String(required=True, validate=KEY)
    via = fields.String(load_default="email", validate=validate.OneOf(["email", "link"]))
    where = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "Facts that must hold"},
    )
    delay_minutes = fields.Integer(load_default=0, validate=validate.Range(0, 60 * 24 * 366))
    expires_days = fields.Integer(load_default=30, validate=validate.Range(1, 366))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Trigger:
        return from_definition(data)
