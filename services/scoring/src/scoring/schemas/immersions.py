"""Immersions on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from scoring.domain.immersions import ImmersionKind
from shared.accepted import text
from shared.paging import PageArguments

_MOST_WORDS = 20_000


class NewImmersionSchema(Schema):
    """What somebody did and found; write no name or address of a customer into it."""

    id = fields.UUID(
        required=True, metadata={"description": "The sender's: the same id again is the same one"}
    )
    person = fields.String(required=True, validate=text(200))
    kind = fields.Enum(ImmersionKind, by_value=True, required=True)
    day = fields.Date(required=True)
    channel = fields.String(load_default=None, allow_none=True, validate=text(200))
    journey = fields.String(load_default=None, allow_none=True, validate=text(200))
    notes = fields.String(
        load_default=None,
        allow_none=True,
        validate=text(_MOST_WORDS),
        metadata={"description": "Without notes and channel it is kept, but does not count for a quota"},
    )
    findings = fields.List(
        fields.String(validate=text(2000)), load_default=list, validate=validate.Length(max=50)
    )

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "findings": tuple(data["findings"])}


class NewActionSchema(Schema):
    """What is done about a finding, by whom and until when."""

    action = fields.String(required=True, validate=text(2000))
    owner = fields.String(required=True, validate=text(200))
    due_on = fields.Date(required=True)


class ActionSchema(NewActionSchema):
    """An action."""

    place = fields.Integer(metadata={"description": "Of the finding among the immersion's, from 1"})
    by = fields.String()
    taken_up_at = fields.AwareDateTime()


class ImmersionSchema(NewImmersionSchema):
    """What was logged, and what its findings became."""

    counts = fields.Boolean(
        metadata={"description": "Whether it counts for a quota; what is logged twice counts once"}
    )
    by = fields.String(metadata={"description": "The name of the key that it was logged with"})
    logged_at = fields.AwareDateTime()
    actions = fields.List(fields.Nested(ActionSchema))


class ImmersionArguments(PageArguments):
    """Whose immersions to list."""

    person = fields.String(load_default=None, validate=text(200))


class ImmersionPageSchema(Schema):
    """A page of immersions, the oldest first."""

    items = fields.List(fields.Nested(ImmersionSchema))
    next = fields.String(allow_none=True)
