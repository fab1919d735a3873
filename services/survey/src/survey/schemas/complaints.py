"""What the feedback router tells of what customers complain about."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load

from survey.domain.complaints import Forgotten, News


class NewsSchema(Schema):
    """The data of `router.feedback.routed`, `resolved`, `withdrawn` and `reopened`; what else they hold is not ours.

    Who was erased has no key any more; older events name no kind.
    """

    class Meta:
        unknown = EXCLUDE

    feedback_id = fields.UUID(required=True)
    customer_key = fields.String(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> News:
        return News(**data)


class ForgottenSchema(Schema):
    """The data of `router.customer.erased`; older events do not say when we asked for it."""

    class Meta:
        unknown = EXCLUDE

    customer = fields.String(required=True)
    aliases = fields.List(fields.String(), load_default=list)
    erased_at = fields.AwareDateTime(load_default=None, allow_none=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Forgotten:
        return Forgotten((data["customer"], *data["aliases"]), data["erased_at"])
