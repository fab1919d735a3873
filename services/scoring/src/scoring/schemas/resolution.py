"""How long comments wait to be resolved, on the wire."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validates_schema

from scoring.schemas.scores import as_selection
from shared.accepted import text


class ResolutionArguments(Schema):
    """Which comments are meant; what is left out filters nothing."""

    class Meta:
        unknown = RAISE

    survey = fields.String(validate=text(200))
    journey = fields.String(validate=text(200))
    stage = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))
    owner = fields.String(validate=text(200))
    first_day = fields.Date(data_key="from", metadata={"description": "The first day of routing, in UTC"})
    last_day = fields.Date(data_key="to", metadata={"description": "The last day; it counts too"})

    @validates_schema
    def _days_are_in_order(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError("This is before the first day.", "to")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"selection": as_selection(data)}
