"""Abandonment on the wire."""

from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from shared.accepted import DAY

_LONGEST = timedelta(days=366)


class AbandonmentArguments(Schema):
    """Which days, both included, as UTC has them; by default the last 30."""

    since = fields.Date(load_default=None, validate=DAY)
    until = fields.Date(load_default=None, validate=DAY)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        since: date | None = data["since"]
        until: date | None = data["until"]
        if since and until and not since <= until <= since + _LONGEST:
            raise ValidationError("Take a day after since, at most a year later.", "until")


class CountsSchema(Schema):
    """One day and language."""

    day = fields.Date()
    language = fields.String()
    begun = fields.Integer(metadata={"description": "By browsers that run scripts; the others don't tell"})
    sent_of_begun = fields.Integer()
    sent = fields.Integer(metadata={"description": "By all browsers"})
    abandoned = fields.Float(allow_none=True, metadata={"description": "1 - sent_of_begun / begun"})


class AbandonmentSchema(Schema):
    """How many begin a complaint and never send it."""

    since = fields.Date()
    until = fields.Date()
    abandoned = fields.Float(allow_none=True, metadata={"description": "Over all days and languages"})
    days = fields.List(fields.Nested(CountsSchema))
