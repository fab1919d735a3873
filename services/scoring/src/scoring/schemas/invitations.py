"""What the survey service tells of an invitation."""

from typing import Any

from marshmallow import fields, post_load, validate

from scoring.schemas.events import SHORT, PlacedSchema
from scoring.use_cases.count_invitations import InvitationNews


class InvitationSchema(PlacedSchema):
    """The data of `survey.invitation.*`.

    Only the news that it was made, or why it was not, names the trigger, and where it was made.
    """

    invitation_id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    trigger = fields.String(load_default=None, allow_none=True, validate=SHORT)
    reason = fields.String(load_default=None, allow_none=True)
    address_changed = fields.Boolean(load_default=False)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> InvitationNews:
        return InvitationNews(
            id=data["invitation_id"],
            made=data["trigger"] is not None,
            place=(
                data["survey"],
                data["version"],
                *(data[name] or "" for name in ("journey", "stage", "channel", "owner", "segment")),
            ),
            reason=data["reason"],
            address_changed=data["address_changed"],
        )
