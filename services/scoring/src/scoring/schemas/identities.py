"""Identities on the wire."""

from marshmallow import Schema, ValidationError, fields, validate

from shared.accepted import text


def _different(keys: list[str]) -> None:
    if len(set(keys)) < len(keys):
        raise ValidationError("A key is named twice.")


class JoinSchema(Schema):
    """Which keys are one person, and how that is known."""

    customer_keys = fields.List(
        fields.String(validate=text(200)), required=True, validate=[validate.Length(2, 50), _different]
    )
    reason = fields.String(required=True, validate=text(500))


class PartSchema(Schema):
    """Why they are not one person after all."""

    reason = fields.String(required=True, validate=text(500))


class JoinedSchema(Schema):
    """The join, by which it can be taken back."""

    id = fields.UUID()


class ListedJoinSchema(Schema):
    """A join and its history. The key of an erased customer is gone, with what was written about it."""

    id = fields.UUID()
    customer_keys = fields.List(fields.String())
    reason = fields.String()
    by = fields.String()
    joined_at = fields.AwareDateTime()
    undone_at = fields.AwareDateTime(allow_none=True)
    undone_by = fields.String(allow_none=True)
    undone_because = fields.String(allow_none=True)


class JoinPageSchema(Schema):
    """A page of joins, the oldest first; `next` is null on the last."""

    items = fields.List(fields.Nested(ListedJoinSchema))
    next = fields.String(allow_none=True)
