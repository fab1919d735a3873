"""Which cases of a journey are meant."""

from dataclasses import replace
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from scoring.domain.journey_selections import CaseSelection
from shared.accepted import text

# What alarms look at when no days are named.
_USUAL_DAYS = 30


class CaseArguments(Schema):
    """Which cases: those that began in these days, by the segment and channel of their first touchpoint."""

    class Meta:
        unknown = RAISE

    first_day = fields.Date(data_key="from", metadata={"description": "The first day, in UTC"})
    last_day = fields.Date(data_key="to", metadata={"description": "The last day, in UTC; it counts too"})
    segment = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError("This is before the first day.", "to")


class VariantArguments(CaseArguments):
    """And how many paths to list."""

    limit = fields.Integer(load_default=20, validate=validate.Range(1, 500))


class OutcomeArguments(CaseArguments):
    """And what to compare."""

    by = fields.String(load_default=None, validate=validate.OneOf(["segment", "channel"]))


def periods(selection: CaseSelection, today: date) -> tuple[CaseSelection, CaseSelection]:
    """The selected days, the last 30 if none are named, and as many days before them."""
    last = selection.last_day or today
    first = selection.first_day or _earlier(last, _USUAL_DAYS - 1)
    before = replace(
        selection, first_day=_earlier(first, max(1, (last - first).days + 1)), last_day=_earlier(first, 1)
    )
    return before, replace(selection, first_day=first, last_day=last)


def _earlier(day: date, days: int) -> date:
    """So many days before, but not before the first of all days."""
    return date.fromordinal(max(1, day.toordinal() - days))
