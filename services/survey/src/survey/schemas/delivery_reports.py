"""How reports about our mail look on the wire."""

from marshmallow import Schema, fields


class DeliveryReportSchema(Schema):
    """What was made of a report. `reason` says why it had no effect."""

    id = fields.UUID()
    outcome = fields.String()
    reason = fields.String(allow_none=True)
    status = fields.String(allow_none=True)
    invitation_id = fields.UUID(allow_none=True)
    message_id = fields.UUID(allow_none=True)
    customer_key = fields.String(allow_none=True)
    received_at = fields.AwareDateTime()


class DeliveryReportPageSchema(Schema):
    """A page of reports; `next` is null at the end."""

    items = fields.List(fields.Nested(DeliveryReportSchema))
    next = fields.String(allow_none=True)
