"""Periods on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema


class PeriodSchema(Schema):
    """From when on, and before when."""

    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["until"] <= data["since"]:
            raise ValidationError("The period must end after it begins.", "until")
