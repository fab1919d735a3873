"""How a trigger looks on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from shared.accepted import KEY, text
from survey.domain.triggers import REMINDER_DAYS, Trigger
from survey.schemas.facts import conditions
from survey.store.triggers import from_definition


class TriggerSchema(Schema):
    """Which touchpoint leads to which survey."""

    key = fields.String(required=True, validate=KEY)
    touchpoint = fields.String(required=True, validate=text(200))
    survey = fields.String(required=True, validate=KEY)
    via = fields.String(load_default="email", validate=validate.OneOf(["email", "link"]))
    where = conditions()
    delay_minutes = fields.Integer(load_default=0, validate=validate.Range(0, 60 * 24 * 366))
    expires_days = fields.Integer(load_default=30, validate=validate.Range(1, 366))
    sample_rate = fields.Float(
        load_default=1.0,
        validate=validate.Range(0, 1),
        metadata={"description": "The share of those who are asked"},
    )
    reminder_days = fields.Integer(
        allow_none=True,
        validate=validate.Range(1, 366),
        metadata={
            "description": f"One reminder so many days after the mail; {REMINDER_DAYS} unless said, null for none"
        },
    )
    active = fields.Boolean(
        load_default=True,
        dump_default=True,
        metadata={"description": "false to stop it: from then on nobody is asked by it"},
    )

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        if data["via"] == "link" and data.get("reminder_days"):
            raise ValidationError("We can't remind of a link that you hand out.", "reminder_days")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Trigger:
        return from_definition(data)


class TriggerPageSchema(Schema):
    """A page of triggers; `next` is null on the last one."""

    items = fields.List(fields.Nested(TriggerSchema))
    next = fields.String(allow_none=True)
