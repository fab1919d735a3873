"""The log of a webhook's deliveries on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.paging import PageArguments

_STATES = ("waiting", "delivered", "failed")


class DeliveryArguments(PageArguments):
    """Which deliveries to list."""

    state = fields.String(load_default=None, validate=validate.OneOf(_STATES))


class AttemptSchema(Schema):
    """One attempt. It was cut off where it has neither a status nor an error and a later one follows."""

    number = fields.Integer()
    at = fields.AwareDateTime()
    duration_ms = fields.Integer(allow_none=True)
    status = fields.Integer(allow_none=True)
    error = fields.String(allow_none=True)
    response = fields.String(
        allow_none=True, metadata={"description": "The beginning of what was said, if it was not taken"}
    )


class DeliverySchema(Schema):
    """One event for this webhook: where it stands, and every attempt."""

    event_id = fields.UUID(metadata={"description": "The webhook-id of every attempt"})
    event_type = fields.String()
    event_time = fields.AwareDateTime()
    state = fields.String(validate=validate.OneOf(_STATES))
    failures = fields.Integer(metadata={"description": "Since it was planned or replayed; ten are the end"})
    next_attempt_at = fields.AwareDateTime(attribute="due_at", allow_none=True)
    attempts = fields.List(fields.Nested(AttemptSchema), attribute="log")


class DeliveryPageSchema(Schema):
    """A page of deliveries; `next` is null on the last one."""

    items = fields.List(fields.Nested(DeliverySchema))
    next = fields.String(allow_none=True)


class ReplaySchema(Schema):
    """Which time to replay: what happened from `since` on and before `until`, now if it is not given."""

    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(load_default=None, allow_none=True)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["until"] is not None and data["until"] <= data["since"]:
            raise ValidationError("This must be after since.", "until")


class ReplayedSchema(Schema):
    """How many deliveries are sent again; where there were too many for once, from which time on to ask again."""

    replayed = fields.Integer()
    next_since = fields.AwareDateTime(allow_none=True)
