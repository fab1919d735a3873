"""Conditions on facts, on the wire."""

import math
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.accepted import text
from shared.named import Named

_DESCRIPTION = (
    "A value (equal to it), a list of values (any of them), or an object: `at_least` and/or `at_most` a number, or "
    "`present` true or false"
)
_FACT = text(200)
_MOST_OPTIONS = 100
_MOST_CONDITIONS = 50


def _finite(value: float) -> None:
    if not math.isfinite(value):
        raise ValidationError("Use a finite number.")


class _BoundsSchema(Schema):
    """A condition that is more than equality."""

    at_least = fields.Float(validate=_finite, allow_nan=True)
    at_most = fields.Float(validate=_finite, allow_nan=True)
    present = fields.Boolean()

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError("Say at_least, at_most or present.")
        if data.get("at_least", -math.inf) > data.get("at_most", math.inf):
            raise ValidationError("This is below at_least; nothing could ever be so.", "at_most")
        if "present" in data and len(data) > 1:
            raise ValidationError("Nothing else goes with present.", "present")


class ConditionField(fields.Field[Any]):
    """One condition, kept as it is written."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, dict):
            return _BoundsSchema().load(value)
        options = value if isinstance(value, list) else [value]
        if not options or len(options) > _MOST_OPTIONS:
            raise ValidationError(f"List 1 to {_MOST_OPTIONS} values.")
        for option in options:
            if isinstance(option, str):
                for check in _FACT:
                    check(option)
            elif not (isinstance(option, int) or (isinstance(option, float) and math.isfinite(option))):
                raise ValidationError("Use text, numbers, true or false.")
        return value


def conditions() -> Named:
    """Facts that must all be as is said, by name."""
    return Named(
        keys=fields.String(validate=_FACT),
        values=ConditionField(required=True),
        load_default=dict,
        validate=validate.Length(max=_MOST_CONDITIONS),
        metadata={"description": f"Facts that must hold. {_DESCRIPTION}"},
    )
