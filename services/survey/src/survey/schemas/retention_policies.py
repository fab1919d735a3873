"""How the retention policy looks on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from survey.domain.retention import RetentionPolicy

_LEAST, _MOST = 30, 36_500


def _days(description: str) -> fields.Integer:
    return fields.Integer(
        required=True,
        allow_none=True,
        strict=True,
        validate=validate.Range(_LEAST, _MOST),
        metadata={"description": f"{description} In days; null for as long as nobody asks to be forgotten"},
    )


class RetentionPolicySchema(Schema):
    """How long what is kept, counted from when it came in. Links, reports and readers of the log need 30 days."""

    touchpoints = _days("What happened to a customer.")
    responses = _days("Who gave an answer, and their own words; scores and choices stay.")
    invitations = _days("Who was asked; links that can still be answered stay.")
    messages = _days("Replies and receipts that were sent.")
    delivery_reports = _days("What mail servers told.")
    customers = _days("Addresses of customers who are not heard of and of whom nothing else is left.")
    events = _days("People in the event log: no longer than what it tells of.")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> RetentionPolicy:
        policy = RetentionPolicy(**data)
        if faults := policy.faults():
            raise ValidationError({name: [fault] for name, fault in faults.items()})
        return policy


class RetentionPolicySetSchema(Schema):
    """Which version it has, and whether it was new."""

    version = fields.Integer()
    is_new = fields.Boolean()


class RetentionPreviewSchema(Schema):
    """How many would go now, of each kind; 100000 stands for that many or more."""

    touchpoints = fields.Integer()
    responses = fields.Integer()
    invitations = fields.Integer()
    messages = fields.Integer()
    delivery_reports = fields.Integer()
    customers = fields.Integer()
    events = fields.Integer()


class ListedRetentionPolicySchema(Schema):
    """A version of the policy; the built-in one, 0, was never set."""

    version = fields.Integer()
    set_at = fields.AwareDateTime(allow_none=True)
    definition = fields.Nested(RetentionPolicySchema)


class RetentionPolicyPageSchema(Schema):
    """A page of versions of the policy; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedRetentionPolicySchema))
    next = fields.String(allow_none=True)
