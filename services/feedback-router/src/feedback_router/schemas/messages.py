"""Our mail, as the survey's event log tells of it; what we don't know of it is left alone."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load

from feedback_router.domain.messages import Settled, WrittenBack


class SettledSchema(Schema):
    """The data of `survey.message.sent` and `survey.message.failed`."""

    class Meta:
        unknown = EXCLUDE

    message_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    reason = fields.String(load_default=None, allow_none=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Settled:
        return Settled(**data)


class WrittenBackSchema(Schema):
    """The data of `survey.message.replied`; once its customer was erased, its text is none."""

    class Meta:
        unknown = EXCLUDE

    message_id = fields.UUID(required=True)
    text = fields.String(load_default=None, allow_none=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> WrittenBack:
        return WrittenBack(data["message_id"], data["text"] or "")
