"""What the survey service tells of a touchpoint, as far as scores and journeys need it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields, post_load

from scoring.domain.touchpoints import Lookup
from scoring.schemas.attributes import ReceivedSchema
from scoring.schemas.events import SHORT, EventSchema, moment, optional_text
from scoring.use_cases.keep_attributes import Told
from scoring.use_cases.keep_touchpoints import Received

_LONGEST = 200
_MOST_LOOKUPS = 1000
_MOST_LISTED = 100
PLACE = ("journey", "stage", "channel", "owner", "segment")
_DUE = moment()
_RECEIVED = ReceivedSchema()


class TouchpointReceivedSchema(EventSchema):
    """The data of `survey.touchpoint.received`. An attribute that can't be read is left out; the touchpoint counts."""

    source = fields.String(required=True)
    id = fields.String(required=True)
    type = fields.String(required=True, validate=SHORT)
    customer_key = fields.String(required=True, allow_none=True, validate=SHORT)
    journey = optional_text()
    stage = optional_text()
    channel = optional_text()
    owner = optional_text()
    segment = optional_text()
    attributes = fields.Dict(keys=fields.String(), load_default=dict)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Received:
        told: Told = _RECEIVED.load({name: data[name] for name in ("source", "id", "attributes")})
        return received(data, told)


def received(data: Mapping[str, Any], told: Told) -> Received:
    """The touchpoint that well-formed data tell of."""
    if data["customer_key"] is None:
        return Received(told, None)
    said = data["attributes"]
    needed, found = _count(said.get("lookups_needed")), _count(said.get("lookups_found"))
    lookups = _lookups(said.get("lookups"))
    happened = {
        **{name: data[name] for name in ("customer_key", "source", "id", "type")},
        **{name: data[name] or None for name in PLACE},
        "intent": _text(said.get("intent")),
        "due_at": _moment(said.get("due") or said.get("promised_at")),
        "lookups_needed": len(lookups) if needed is None and lookups else needed,
        "lookups_found": sum(one.found for one in lookups) if found is None and lookups else found,
        "lookups": lookups,
        "time_zone": _zone(said.get("time_zone")),
    }
    return Received(told, happened)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST and "\0" not in value else None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found: datetime = _DUE.deserialize(value)
    except ValidationError:
        return None
    return found


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= _MOST_LOOKUPS else None


def _lookups(value: object) -> tuple[Lookup, ...]:
    """Those of the list that say in which source and whether it was there."""
    if not isinstance(value, list) or len(value) > _MOST_LISTED:
        return ()
    return tuple(
        Lookup(source, one["found"], _moment(one.get("updated_at")))
        for one in value
        if isinstance(one, dict) and (source := _text(one.get("source"))) and type(one.get("found")) is bool
    )


def _zone(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        return None
