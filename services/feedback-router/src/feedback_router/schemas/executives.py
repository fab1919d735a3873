"""Executives and critical failures on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from feedback_router.domain.executives import DIGEST_HOUR, ExecutiveList
from feedback_router.schemas.feedback import FeedbackSchema
from feedback_router.store.executives import from_definition
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.paging import PageArguments
from shared.time_zones import known_time_zone


class ExecutiveSchema(Schema):
    """Whom to write to, and when."""

    key = fields.String(required=True, validate=KEY)
    name = fields.String(required=True, validate=text(200))
    email = fields.Email(required=True, validate=validate.Length(max=254))
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))
    time_zone = fields.String(
        load_default="UTC", validate=known_time_zone, metadata={"example": "Europe/Madrid"}
    )
    hour = fields.Integer(
        load_default=DIGEST_HOUR,
        strict=True,
        validate=validate.Range(0, 23),
        metadata={"description": "The hour of their own day at which the digest is sent"},
    )
    journeys = fields.List(
        fields.String(validate=text(200)),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "What they hear of; empty for everything"},
    )


class ExecutiveListSchema(Schema):
    """Who hears at once of what is critical, and reads the digest."""

    executives = fields.List(fields.Nested(ExecutiveSchema), required=True, validate=validate.Length(max=100))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ExecutiveList:
        return from_definition(data, version=0)


class ExecutiveListInForceSchema(Schema):
    """The list that is in force; version 0 is empty."""

    version = fields.Integer()
    executives = fields.List(fields.Nested(ExecutiveSchema))


class CriticalArguments(PageArguments):
    """Which to list."""

    open = fields.Boolean(
        load_default=None, metadata={"description": "Whether it is open and critical still"}
    )


class CriticalFailureSchema(Schema):
    """An item of the highest severity, when that was noticed, and who was written to."""

    noticed_at = fields.AwareDateTime()
    told = fields.List(fields.String(), metadata={"description": "Executives' keys"})
    item = fields.Nested(FeedbackSchema)


class CriticalFailurePageSchema(Schema):
    """A page of critical failures; `next` is null on the last one."""

    items = fields.List(fields.Nested(CriticalFailureSchema))
    next = fields.String(allow_none=True)
