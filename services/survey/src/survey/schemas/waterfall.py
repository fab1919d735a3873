"""The waterfall on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from webargs.fields import DelimitedList

from survey.domain.waterfall import UNITS


class WaterfallArguments(Schema):
    """Which period, and what it is broken down by."""

    first_day = fields.Date(data_key="from", required=True, metadata={"description": "The first day, in UTC"})
    last_day = fields.Date(
        data_key="to", required=True, metadata={"description": "The last day, in UTC; it counts too"}
    )
    by = DelimitedList(
        fields.String(validate=validate.OneOf(UNITS)),
        load_default=list,
        metadata={"description": f"One or more of {', '.join(UNITS)}"},
    )

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        if data["last_day"] < data["first_day"]:
            raise ValidationError("This is before the first day.", "to")
        if len(set(data["by"])) < len(data["by"]):
            raise ValidationError("Name each unit once.", "by")


class StepsSchema(Schema):
    """The counts. eligible = suppressed + invited; invited = waiting + delivered + failed; delivered = sent +
    handed_out = answered + unanswered."""

    eligible = fields.Integer(metadata={"description": "A trigger fired"})
    suppressed = fields.Integer(metadata={"description": "Not asked"})
    suppressed_by = fields.Dict(keys=fields.String(), values=fields.Integer())
    invited = fields.Integer()
    waiting = fields.Integer(metadata={"description": "Still to be sent"})
    delivered = fields.Integer()
    sent = fields.Integer(metadata={"description": "The mail server took it, and it did not come back"})
    handed_out = fields.Integer(metadata={"description": "The company has the link"})
    failed = fields.Integer()
    failed_by = fields.Dict(keys=fields.String(), values=fields.Integer())
    answered = fields.Integer(
        metadata={"description": "They sent an answer, or began one that was kept as incomplete"}
    )
    unanswered = fields.Integer()


class UnitSchema(StepsSchema):
    """The counts of one unit."""

    unit = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True))


class WaterfallSchema(Schema):
    """The waterfall of the invitations that were made in a period."""

    first_day = fields.Date(data_key="from")
    last_day = fields.Date(data_key="to")
    by = fields.List(fields.String())
    total = fields.Nested(StepsSchema)
    units = fields.List(fields.Nested(UnitSchema), metadata={"description": "Their sums are the total"})
