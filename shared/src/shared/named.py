"""Values by name, as senders write them."""

from typing import Any

from marshmallow import ValidationError, fields


class Named(fields.Dict):
    """A mapping whose faults are told by the name alone; marshmallow says `targets.channel.value`."""

    def _deserialize(self, value: Any, *more: Any, **known: Any) -> Any:
        untyped: Any = super()
        try:
            return untyped._deserialize(value, *more, **known)
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            told = {name: found.get("key") or found["value"] for name, found in error.messages.items()}
            raise ValidationError(told, valid_data=error.valid_data) from error
