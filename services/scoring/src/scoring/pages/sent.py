"""What the form of a page sends."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError


def filled_in(*names: str) -> dict[str, str]:
    """These fields as they were filled in, empty where nothing was."""
    return {name: request.form.get(name, "").strip() for name in names}


def understood(schema: Schema, sent: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What was sent, as the API takes it, or the names of the fields at fault."""
    try:
        body: dict[str, Any] = schema.load(sent)
    except ValidationError as error:
        return {}, tuple(sorted(map(str, error.messages_dict)))
    return body, ()
