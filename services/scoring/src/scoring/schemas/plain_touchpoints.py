"""Touchpoints read the short way, as responses are: the schema is asked only where there is a doubt."""

from typing import Any

from scoring.domain.attributes import TouchpointReference
from scoring.schemas.plain import NotPlain, optional, short
from scoring.schemas.touchpoints import PLACE, TouchpointReceivedSchema, received
from scoring.use_cases.keep_attributes import Told
from scoring.use_cases.keep_touchpoints import Received


class PlainTouchpointSchema(TouchpointReceivedSchema):
    """The same schema, several times as fast where there is no doubt."""

    def load(self, data: Any, **options: Any) -> Any:
        """The touchpoint. ValidationError with its faults."""
        try:
            return plain(data)
        except NotPlain:
            return super().load(data, **options)


def plain(data: Any) -> Received:
    """The touchpoint, where there is no doubt about it."""
    if type(data) is not dict:
        raise NotPlain
    customer_key = data.get("customer_key", "")
    attributes = data.get("attributes", {})
    if type(attributes) is not dict or not all(type(name) is str for name in attributes):
        raise NotPlain
    reference = TouchpointReference(short(data.get("source")), short(data.get("id")))
    read = {
        "source": reference.source,
        "id": reference.id,
        "type": short(data.get("type")),
        "customer_key": None if customer_key is None else short(customer_key),
        **{name: optional(data.get(name)) for name in PLACE},
        "attributes": attributes,
    }
    return received(read, Told(reference, attributes))
