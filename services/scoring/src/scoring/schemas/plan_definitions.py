"""What an incentive plan says, on the wire; what makes a plan sound is judged in the domain."""

from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_dump, post_load, pre_dump, validate

from scoring.domain.attributes import LONGEST_VALUE, MOST_ATTRIBUTES
from scoring.domain.payouts import PayoutCurve, PaysOn
from scoring.domain.plan_measures import MEASURES, MILESTONES, MeasureReference
from scoring.domain.plans import Guardrail, Period, Person, Plan, PlanLine
from scoring.domain.quotas import ImmersionQuota
from scoring.domain.responses import KINDS
from scoring.domain.slices import Slice
from shared.accepted import KEY, text
from shared.named import Named

_MOST_CENTS = 10**12


def _sane(value: Decimal) -> None:
    """Exact arithmetic on a number with a million digits would take a worker away from everybody else."""
    if not -100_000 <= value <= 100_000 or value != round(value, 6):
        raise ValidationError("Use a number between -100000 and 100000 with at most 6 decimals.")


def _number(description: str = "A number, or its text", **options: Any) -> fields.Decimal:
    return fields.Decimal(
        required=not options,
        as_string=True,
        validate=_sane,
        metadata={"description": description},
        **options,
    )


def _whole(description: str, **options: Any) -> fields.Integer:
    bounds = validate.Range(-_MOST_CENTS, _MOST_CENTS)
    return fields.Integer(strict=True, validate=bounds, metadata={"description": description}, **options)


class SliceSchema(Schema):
    """Which answers, items or cases are meant; what is left out filters nothing."""

    survey = fields.String(validate=text(200))
    journey = fields.String(validate=text(200))
    stage = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))
    owner = fields.String(validate=text(200))
    segment = fields.String(validate=text(200))
    language = fields.String(validate=text(200))
    attributes = Named(
        keys=fields.String(validate=KEY),
        values=fields.String(validate=text(LONGEST_VALUE)),
        validate=validate.Length(max=MOST_ATTRIBUTES),
    )

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Slice:
        attributes = data.pop("attributes", None)
        return Slice(**data, attributes=tuple(sorted(attributes.items())) if attributes else None)

    @pre_dump
    def _as_names(self, chosen: Slice, **_: Any) -> dict[str, Any]:
        values = {name: getattr(chosen, name) for name in chosen.__slots__}
        return {**values, "attributes": dict(chosen.attributes) if chosen.attributes else None}

    @post_dump
    def _leave_out_what_filters_nothing(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not None}


class MeasureSchema(Schema):
    """What is measured over which slice. What a kind of measure does not need is left out."""

    kind = fields.String(required=True, metadata={"description": f"One of {', '.join(MEASURES)}"})
    survey_kind = fields.String(load_default=KINDS[0], validate=validate.OneOf(KINDS))
    slice = fields.Nested(SliceSchema, load_default=Slice)
    question = fields.String(validate=text(200))
    definition = fields.String(validate=text(200), metadata={"description": "Of a rating's scale"})
    option = fields.String(validate=text(200), metadata={"description": "Of a choice"})
    milestone = fields.String(validate=validate.OneOf(MILESTONES))
    days = fields.Integer(strict=True, validate=validate.Range(1, 3650))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> MeasureReference:
        return MeasureReference(**data)

    @post_dump
    def _leave_out_what_is_not_stated(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not None}


class CurveSchema(Schema):
    """What is paid, in percent of the line's weight, at three values: NPS in points, shares 0 to 1, times in days."""

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
    expected_n = _whole("How many answers, items or cases a period is expected to bring", required=True)
    review_on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "When these marks must be looked at again, besides the measure's own review"
        },
    )
    owner = fields.String(
        load_default=None,
        allow_none=True,
        validate=text(200),
        metadata={"description": "Of the measure, while the register of measures names nobody"},
    )
    pays_on = fields.Enum(PaysOn, by_value=True, load_default=PaysOn.VALUE)
    shared = fields.Boolean(
        load_default=True,
        metadata={"description": "The same for everybody, or measured in each person's unit"},
    )

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> PlanLine:
        return PlanLine(**data)


class GuardrailSchema(Schema):
    """A counter-measure: worse than the limit, and no more than so many percent of any target bonus are paid.

    Nothing is paid while it can't be measured.
    """

    measure = fields.Nested(MeasureSchema, required=True)
    limit = _number()
    pays_at_most = _number()

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Guardrail:
        return Guardrail(**data)


class QuotaSchema(Schema):
    """How many conversations or walks with notes and channel everybody has in the period, or is paid no more than."""

    n = _whole("In the period", required=True)
    pays_at_most = _number("Percent of the target bonus")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> ImmersionQuota:
        return ImmersionQuota(**data)


class PersonSchema(Schema):
    """Who is paid, and the unit that they answer for."""

    name = fields.String(required=True, validate=text(200))
    target_bonus = _whole("In cents, paid at 100 points", required=True)
    unit = fields.Nested(SliceSchema, load_default=Slice)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Person:
        return Person(**data)


# Periods before it are counted back to, which must not lead out of the calendar.
_DAYS = validate.Range(date(2000, 1, 1), date(2199, 12, 31))


class PeriodSchema(Schema):
    """From the first day to the last, in UTC; both count."""

    first_day = fields.Date(required=True, validate=_DAYS)
    last_day = fields.Date(required=True, validate=_DAYS)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Period:
        return Period(**data)


class PlanSchema(Schema):
    """Who is paid how much for what."""

    key = fields.String(required=True, validate=KEY)
    title = fields.String(required=True, validate=text(200))
    people = fields.List(fields.Nested(PersonSchema), required=True, validate=validate.Length(max=50))
    period = fields.Nested(PeriodSchema, required=True)
    minimum_n = _whole("A line with fewer answers pays nothing", required=True)
    minimum_response_rate = _number(
        "0 to 1; with a lower one, lines on answers pay nothing", load_default=None, allow_none=True
    )
    cap = _number("The most that is paid, in percent of the target bonus", load_default=Decimal(150))
    lines = fields.List(fields.Nested(LineSchema), required=True, validate=validate.Length(max=50))
    guardrails = fields.List(
        fields.Nested(GuardrailSchema), load_default=list, validate=validate.Length(max=50)
    )
    immersions = fields.Nested(QuotaSchema, load_default=None, allow_none=True)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Plan:
        lists = {name: tuple(data[name]) for name in ("people", "lines", "guardrails")}
        return Plan(**{**data, **lists})
