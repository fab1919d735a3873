"""What all events have in common that scoring reads: where on the journey something happened."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from shared.accepted import MOMENT

SHORT = validate.Length(1, 200)
# A rollup's key holds all of these; PostgreSQL takes no longer one into an index.
_MOST_BYTES = 1500
_KEY_PARTS = ("survey", "journey", "stage", "channel", "owner", "team")


def optional_text() -> fields.String:
    """A text that may be missing, null or empty."""
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


def moment(*, required: bool = True) -> fields.AwareDateTime:
    """A moment that has a day in UTC."""
    return fields.AwareDateTime(required=required, allow_none=not required, validate=MOMENT)


class EventSchema(Schema):
    """Readers ignore what they don't know."""

    class Meta:
        unknown = EXCLUDE


class PlacedSchema(EventSchema):
    """What says where it happened."""

    survey = fields.String(required=True, validate=SHORT)
    journey = optional_text()
    stage = optional_text()
    channel = optional_text()
    owner = optional_text()
    segment = optional_text()

    @validates_schema
    def _fits(self, data: dict[str, Any], **_: Any) -> None:
        if sum(len((data.get(name) or "").encode()) for name in _KEY_PARTS) > _MOST_BYTES:
            raise ValidationError(f"{', '.join(_KEY_PARTS)} are longer than {_MOST_BYTES} bytes together.")
