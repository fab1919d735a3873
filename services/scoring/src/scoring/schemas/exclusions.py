"""Exclusions of answers from pay, on the wire."""

from marshmallow import Schema, fields, validate

from shared.accepted import text


class ExclusionSchema(Schema):
    """An answer that is not to count; `confirmed` is null until a second person has decided."""

    id = fields.UUID()
    response_id = fields.UUID()
    reason = fields.String()
    proposed_by = fields.String()
    proposed_at = fields.AwareDateTime()
    confirmed = fields.Boolean(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class NewExclusionSchema(Schema):
    """Which answer, and why it should not count."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    response_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=text(2000))


class ExclusionDecisionSchema(Schema):
    """Yes or no; it is final."""

    confirm = fields.Boolean(required=True)
