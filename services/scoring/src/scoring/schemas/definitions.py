"""What the survey service tells of triggers and the contact policy: that there is a new version."""

from typing import Any

from marshmallow import fields, post_load, validate

from scoring.schemas.events import SHORT, EventSchema


class TriggerSetSchema(EventSchema):
    """The data of `survey.trigger.set`."""

    key = fields.String(required=True, validate=SHORT)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> tuple[str, str, int]:
        return "trigger", data["key"], data["version"]


class ContactPolicySetSchema(EventSchema):
    """The data of `survey.contact_policy.set`; there is one policy."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> tuple[str, str, int]:
        return "contact_policy", "contact-policy", data["version"]
