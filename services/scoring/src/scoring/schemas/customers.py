"""What the survey service and the router tell of a customer who was forgotten."""

from typing import Any

from marshmallow import fields, post_load

from scoring.domain.customers import ErasedCustomer
from scoring.schemas.events import EventSchema


class ClearedSchema(EventSchema):
    """The data of `router.customer.erased`: what was of the customer in the router's own log."""

    responses = fields.List(fields.UUID(), required=True)
    events = fields.List(fields.UUID(), required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ErasedCustomer:
        return ErasedCustomer(tuple(data["responses"]), tuple(data["events"]))


class ErasedSchema(ClearedSchema):
    """The data of `survey.customer.erased`."""

    customer = fields.String(load_default="")
    aliases = fields.List(fields.String(), load_default=list)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ErasedCustomer:
        names = frozenset([data["customer"], *data["aliases"]]) - {""}
        return ErasedCustomer(tuple(data["responses"]), tuple(data["events"]), names)


class AnonymisedSchema(EventSchema):
    """The data of `survey.responses.anonymised` and `router.responses.anonymised`: answers that lost their person."""

    response_ids = fields.List(fields.UUID(), required=True)
    events = fields.List(fields.UUID(), load_default=list)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ErasedCustomer:
        return ErasedCustomer(tuple(data["response_ids"]), tuple(data["events"]))
