"""Replies on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from feedback_router.use_cases.reply_to_customer import Draft
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.ids import new_id

_TEXT, _SUBJECT = text(20_000), text(200)


class DraftSchema(Schema):
    """What to say: in your own words, or by a template."""

    id = fields.UUID(metadata={"description": "Yours; the same id again is the same reply"})
    text = fields.String(load_default=None, validate=_TEXT)
    template = fields.String(load_default=None, validate=KEY)
    subject = fields.String(load_default=None, validate=_SUBJECT)
    language = fields.String(
        load_default=None,
        validate=validate.OneOf(LANGUAGES),
        metadata={"description": "Of the customer, if you don't say"},
    )

    @validates_schema
    def _one_of(self, data: dict[str, Any], **_: Any) -> None:
        if (data["text"] is None) == (data["template"] is None):
            raise ValidationError("Say either text or template.", "text")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Draft:
        return Draft(**{"id": new_id(), **data})


class ReplySchema(Schema):
    """One reply and what became of it."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    by = fields.String()
    template = fields.String(allow_none=True)
    language = fields.String()
    subject = fields.String()
    text = fields.String()
    state = fields.String(
        metadata={"description": "waiting, sent or failed; page: without an address, it stands on their page"}
    )
    error = fields.String(allow_none=True, metadata={"description": "Why it failed"})


class RepliesSchema(Schema):
    """All replies about an item, the oldest first."""

    items = fields.List(fields.Nested(ReplySchema))


class ReplyTemplateSchema(Schema):
    """A template, in every language."""

    key = fields.String()
    purpose = fields.String()
    subject = fields.Dict(keys=fields.String(), values=fields.String())
    text = fields.Dict(keys=fields.String(), values=fields.String())


class ReplyTemplatesSchema(Schema):
    """All templates."""

    items = fields.List(fields.Nested(ReplyTemplateSchema))
