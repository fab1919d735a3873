"""What to export, and how."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.accepted import text
from shared.exports import FORMATS
from survey.domain.touchpoints import CONTEXT_FIELDS

_SHORT = text(200)


class ExportArguments(Schema):
    """Which responses, and as what."""

    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))
    survey = fields.String(
        load_default=None,
        validate=_SHORT,
        metadata={"description": "Needed for CSV: its questions are the columns"},
    )
    first = fields.AwareDateTime(
        data_key="from", load_default=None, metadata={"description": "Submitted at this moment or later"}
    )
    before = fields.AwareDateTime(
        data_key="to", load_default=None, metadata={"description": "Submitted before this moment"}
    )
    journey = fields.String(validate=_SHORT)
    stage = fields.String(validate=_SHORT)
    channel = fields.String(validate=_SHORT)
    owner = fields.String(validate=_SHORT)
    segment = fields.String(validate=_SHORT)

    @validates_schema
    def _has_columns(self, data: dict[str, Any], **_: Any) -> None:
        if data["format"] == "csv" and data["survey"] is None:
            raise ValidationError("Say which survey: its questions are the columns.", "survey")


def context_of(arguments: dict[str, Any]) -> dict[str, str]:
    """Where on the journey the responses must be from."""
    return {name: arguments[name] for name in CONTEXT_FIELDS if name in arguments}
