"""Open links on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.accepted import KEY, MOMENT, text
from survey.domain.languages import NAMES
from survey.domain.touchpoints import CONTEXT_FIELDS

_SHORT = text(200)


class LinkSchema(Schema):
    """A link to be made. Its answers are told with this context."""

    survey = fields.String(required=True, validate=KEY)
    label = fields.String(
        required=True,
        validate=_SHORT,
        metadata={"description": "What staff know it by: Poster, main entrance"},
    )
    language = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(NAMES)),
        metadata={"description": "Null for the one that the browser prefers"},
    )
    kiosk = fields.Boolean(
        load_default=False, metadata={"description": "After each answer the form comes back for the next one"}
    )
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True, validate=MOMENT)
    journey = fields.String(validate=_SHORT)
    stage = fields.String(validate=_SHORT)
    channel = fields.String(validate=_SHORT)
    owner = fields.String(validate=_SHORT)
    segment = fields.String(validate=_SHORT)

    @post_load
    def _gather(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        context = {name: data.pop(name) for name in CONTEXT_FIELDS if name in data}
        return {**data, "context": context}


class MadeLinkSchema(Schema):
    """A link as it is kept, with its address."""

    id = fields.UUID()
    link = fields.String()
    survey = fields.String()
    label = fields.String()
    language = fields.String(allow_none=True)
    context = fields.Dict()
    kiosk = fields.Boolean()
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime(allow_none=True)
    revoked_at = fields.AwareDateTime(allow_none=True)


class ListedLinkSchema(MadeLinkSchema):
    """A link and what came by it."""

    answers = fields.Integer(metadata={"description": "Anonymous ones are not counted"})
    rejected = fields.Integer(metadata={"description": "Probably sent by a program, and in no score"})


class LinkPageSchema(Schema):
    """A page of links; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedLinkSchema))
    next = fields.String(allow_none=True)


class RevokedLinkSchema(Schema):
    """A link that was taken back."""

    id = fields.UUID()
    revoked_at = fields.AwareDateTime()
    is_new = fields.Boolean()


class RejectedAnswerSchema(Schema):
    """An answer that counts nowhere."""

    id = fields.UUID()
    survey = fields.String()
    version = fields.Integer()
    language = fields.String()
    answers = fields.Dict()
    reason = fields.String()
    received_at = fields.AwareDateTime()


class RejectedPageSchema(Schema):
    """A page of rejected answers; `next` is null on the last one."""

    items = fields.List(fields.Nested(RejectedAnswerSchema))
    next = fields.String(allow_none=True)
