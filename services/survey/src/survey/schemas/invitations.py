"""Invitations on the wire."""

from marshmallow import Schema, fields

from shared.accepted import text


class RevokeSchema(Schema):
    """Why an invitation is taken back, for those who look at it later; the customer does not see it."""

    reason = fields.String(
        required=True,
        validate=text(200),
        metadata={"description": "Without names: it is told to other services"},
    )


class RevokedSchema(Schema):
    """An invitation that was taken back."""

    id = fields.UUID()
    revoked_at = fields.AwareDateTime()
    reason = fields.String(metadata={"description": "The first one, when it was taken back before"})
    is_new = fields.Boolean()
