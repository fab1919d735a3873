"""Periods on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema


class OpenPeriodSchema(Schema):
    """From when on, and before when; either may be left open."""

    since = fields.AwareDateTime(load_default=None)
    until = fields.AwareDateTime(load_default=None)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["since"] and data["until"] and data["until"] <= data["since"]:
            raise ValidationError("The period must end after it begins.", "until")


class PeriodSchema(OpenPeriodSchema):
    """From when on, and before when."""

    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
