"""What came in, in numbers."""

from marshmallow import Schema, fields


class StateCountSchema(Schema):
    """How many invitations are in a state."""

    state = fields.String()
    reason = fields.String(allow_none=True)
    n = fields.Integer()


class SummarySchema(Schema):
    """Counts since midnight UTC."""

    since = fields.AwareDateTime()
    touchpoints = fields.Integer()
    invitations = fields.List(fields.Nested(StateCountSchema))
    responses = fields.Integer()
