"""Messages on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from shared.accepted import text
from shared.i18n import LANGUAGES
from survey.domain.messages import KINDS, TO_STAFF, Message

_KEY, _SUBJECT, _TEXT = text(200), text(300), text(50_000)


class RecipientSchema(Schema):
    """A customer, or somebody who works here."""

    customer_key = fields.String(validate=_KEY)
    staff = fields.Email(validate=validate.Length(max=254))

    @validates_schema
    def _one_of(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Say either customer_key or staff.")


class MessageSchema(Schema):
    """A mail to be sent. Replies and receipts go to customers, digests and notices to staff."""

    id = fields.UUID(required=True, metadata={"description": "Yours; the same id again is the same message"})
    to = fields.Nested(RecipientSchema, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    subject = fields.String(required=True, validate=_SUBJECT)
    text = fields.String(
        required=True,
        validate=_TEXT,
        metadata={"description": "Plain text; an empty line parts paragraphs"},
    )
    reference = fields.String(
        load_default=None,
        allow_none=True,
        validate=_KEY,
        metadata={"description": "What it is about: messages with the same reference are one thread"},
    )
    in_reply_to = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The earlier message that it follows"}
    )

    @validates_schema
    def _goes_to_the_right_one(self, data: dict[str, Any], **_: Any) -> None:
        to_staff = data["kind"] in TO_STAFF
        if to_staff != ("staff" in data["to"]):
            whom = "staff" if to_staff else "a customer"
            raise ValidationError(f"A {data['kind']} goes to {whom}.", "to")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Message:
        to = data.pop("to")
        return Message(**data, customer_key=to.get("customer_key"), staff=to.get("staff"))


class MessageAcceptedSchema(Schema):
    """What became of it so far."""

    id = fields.UUID()
    state = fields.String(metadata={"description": "scheduled, sending, sent or failed"})
