"""What the survey service tells of a customer who was forgotten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, post_load

from feedback_router.domain.customers import ErasedCustomer


class ErasedSchema(Schema):
    """The data of `survey.customer.erased`."""

    customer = fields.String(required=True)
    responses = fields.List(fields.UUID(), required=True)
    events = fields.List(fields.UUID(), required=True)
    aliases = fields.List(fields.String(), load_default=list)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ErasedCustomer:
        return ErasedCustomer(
            data["customer"], tuple(data["responses"]), tuple(data["events"]), tuple(data["aliases"])
        )


class AnonymisedSchema(Schema):
    """The data of `survey.responses.anonymised`: answers that have grown too old to tell whose they were."""

    response_ids = fields.List(fields.UUID(), required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> tuple[UUID, ...]:
        return tuple(data["response_ids"])


class RetentionSchema(Schema):
    """The data of `survey.retention.applied`: what was forgotten because it came in before which moment."""

    what = fields.String(required=True)
    before = fields.AwareDateTime(required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> tuple[str, datetime]:
        return data["what"], data["before"]
