"""Incentive plans on the wire; what makes a plan sound is judged in the domain."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_dump, post_load, validate

from scoring.domain.payouts import PayoutCurve
from scoring.domain.plans import MeasureReference, Period, Plan, PlanLine
from scoring.domain.responses import KINDS
from scoring.domain.slices import Slice
from shared.accepted import KEY, text

_MOST_CENTS = 10**12


def _sane(value: Decimal) -> None:
    """Exact arithmetic on a number with a million digits would take a worker away from everybody else."""
    if not -100_000 <= value <= 100_000 or value != round(value, 6):
        raise ValidationError("Use a number between -100000 and 100000 with at most 6 decimals.")


def _number() -> fields.Decimal:
    return fields.Decimal(
        required=True, as_string=True, validate=_sane, metadata={"description": "A number, or its text"}
    )


class SliceSchema(Schema):
    """Which answers are meant; what is left out filters nothing."""

    survey = fields.String(validate=text(200))
    journey = fields.String(validate=text(200))
    stage = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))
    owner = fields.String(validate=text(200))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Slice:
        return Slice(**data)

    @post_dump
    def _leave_out_what_filters_nothing(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not None}


class MeasureSchema(Schema):
    """What is measured: nps, ces, csat or resolved_share, over a slice."""

    kind = fields.String(required=True)
    survey_kind = fields.String(load_default=KINDS[0], validate=validate.OneOf(KINDS))
    slice = fields.Nested(SliceSchema, load_default=Slice)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> MeasureReference:
        return MeasureReference(**data)


class CurveSchema(Schema):
    """What is paid, in percent of the line's weight, at three values of the measure: NPS in points, shares 0 to 1."""

    threshold = _number()
    target = _number()
    maximum = _number()
    percent_at_threshold = _number()
    percent_at_target = _number()
    percent_at_maximum = _number()

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> PayoutCurve:
        return PayoutCurve(**data)


class LineSchema(Schema):
    """One measure and what it earns; the weights of a plan add up to 100."""

    measure = fields.Nested(MeasureSchema, required=True)
    weight = _number()
    curve = fields.Nested(CurveSchema, required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> PlanLine:
        return PlanLine(**data)


class PeriodSchema(Schema):
    """From the first day to the last, in UTC; both count."""

    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Period:
        return Period(**data)


class PlanSchema(Schema):
    """Who is paid how much for what."""

    key = fields.String(required=True, validate=KEY)
    title = fields.String(required=True, validate=text(200))
    person = fields.String(required=True, validate=text(200))
    target_bonus = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-_MOST_CENTS, _MOST_CENTS),
        metadata={"description": "In cents, paid at 100 points"},
    )
    period = fields.Nested(PeriodSchema, required=True)
    minimum_n = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-_MOST_CENTS, _MOST_CENTS),
        metadata={"description": "A line with fewer answers pays nothing"},
    )
    lines = fields.List(fields.Nested(LineSchema), required=True, validate=validate.Length(max=50))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Plan:
        return Plan(**{**data, "lines": tuple(data["lines"])})


class PlanSetSchema(Schema):
    """Which version it has, and whether it was new."""

    key = fields.String()
    version = fields.Integer()
    is_new = fields.Boolean()


class ListedPlanSchema(Schema):
    """A plan in its newest version."""

    key = fields.String(attribute="plan.key")
    version = fields.Integer()
    set_at = fields.AwareDateTime()
    definition = fields.Nested(PlanSchema, attribute="plan")
