"""Teams and rules on the wire; what they mean is judged in the domain."""

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from feedback_router.domain.calendars import DAYS, OFFICE_HOURS
from feedback_router.domain.rules import TRIAGE_ALARM, RuleBook
from feedback_router.domain.service_levels import DEFAULT_LEVELS, MOST_SEVERE
from feedback_router.domain.teams import ESCALATE_AFTER_HOURS
from feedback_router.domain.understanding import Kind
from feedback_router.store import holidays
from feedback_router.store.rules import from_definition
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.time_zones import known_time_zone

# A year of working days.
_HOURS = validate.Range(0, 2000, min_inclusive=False)


def _values(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(validate=text(200)),
        load_default=list,
        validate=validate.Length(max=500),
        metadata={"description": description},
    )


class PersonSchema(Schema):
    """Somebody of the company."""

    key = fields.String(required=True, validate=KEY)
    name = fields.String(required=True, validate=text(200))
    email = fields.Email(
        load_default=None,
        allow_none=True,
        metadata={"description": "Where notices go; without it there are none"},
    )
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class DescriptionSchema(Schema):
    """What a team answers for, in one more language."""

    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    text = fields.String(required=True, validate=text(2000))


class HoursSchema(Schema):
    """On these days the team works from one time to another, on the clock of its place."""

    days = fields.List(
        fields.String(validate=validate.OneOf(DAYS)), required=True, validate=validate.Length(1, 7)
    )
    opens = fields.String(required=True, metadata={"example": "09:00"})
    closes = fields.String(required=True, metadata={"example": "17:30", "description": "24:00 ends the day"})


class CalendarSchema(Schema):
    """When a team works, and whose public holidays it keeps."""

    time_zone = fields.String(required=True, validate=known_time_zone, metadata={"example": "Europe/Madrid"})
    hours = fields.List(fields.Nested(HoursSchema), required=True, validate=validate.Length(1, 50))
    country = fields.String(load_default=None, allow_none=True, metadata={"example": "ES"})
    region = fields.String(load_default=None, allow_none=True, metadata={"example": "MD"})

    @validates_schema
    def _known_holidays(self, data: dict[str, Any], **_: Any) -> None:
        if data["region"] and not data["country"]:
            raise ValidationError("A region needs its country.", "region")
        if data["country"] and not holidays.known(data["country"], None):
            raise ValidationError("No public holidays are known for this; use a code such as ES.", "country")
        if data["region"] and not holidays.known(data["country"], data["region"]):
            raise ValidationError("This country has no such region; use a code such as MD.", "region")


class ServiceLevelSchema(Schema):
    """For items of this severity or more: working hours to see it, and to resolve it."""

    severity = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_SEVERE))
    acknowledge_hours = fields.Float(required=True, validate=_HOURS)
    resolve_hours = fields.Float(required=True, validate=_HOURS)
    around_the_clock = fields.Boolean(
        load_default=False, metadata={"description": "Nights and holidays count too"}
    )


class TeamSchema(Schema):
    """Who can act, by when, and who is asked when nobody does."""

    key = fields.String(required=True, validate=KEY)
    name = fields.String(required=True, validate=text(200))
    description = fields.String(required=True, validate=text(2000))
    descriptions = fields.List(
        fields.Nested(DescriptionSchema),
        load_default=list,
        validate=validate.Length(max=10),
        metadata={"description": "The same in other languages"},
    )
    owners = fields.List(
        fields.Nested(PersonSchema),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "The first answers for what nobody was assigned to"},
    )
    members = fields.List(
        fields.Nested(PersonSchema),
        load_default=list,
        validate=validate.Length(max=1000),
        metadata={
            "description": "Who works in the team: items can be assigned to them, and praise finds them"
        },
    )
    keywords = _values("Words that the team's comments often say")
    stages = _values("Stages of the journey that the team owns")
    channels = _values("Channels that the team owns")
    products = _values("Products that the team owns, by the touchpoint's attribute `product`")
    calendar = fields.Nested(CalendarSchema, load_default=lambda: asdict(OFFICE_HOURS))
    service_levels = fields.List(
        fields.Nested(ServiceLevelSchema),
        load_default=lambda: [asdict(level) for level in DEFAULT_LEVELS],
        validate=validate.Length(1, 5),
    )
    escalation = fields.List(
        fields.Nested(PersonSchema),
        load_default=list,
        validate=validate.Length(max=10),
        metadata={"description": "Who answers for what stays overdue, one after the other"},
    )
    escalate_after_hours = fields.Float(
        load_default=ESCALATE_AFTER_HOURS,
        validate=_HOURS,
        metadata={
            "description": "Working hours between the due time and the first, and from each to the next"
        },
    )


class ScoreAtMostSchema(Schema):
    """The customer gave this score or a lower one."""

    measure = fields.String(required=True, validate=KEY)
    value = fields.Integer(required=True, strict=True)


class RuleSchema(Schema):
    """Who takes a comment, and when: all conditions must hold, of each condition any value."""

    key = fields.String(required=True, validate=KEY)
    team = fields.String(required=True, validate=KEY)
    words = _values("Words, phrases and stems (factur*) that the comment says, in any language")
    stages = _values("Stages of the journey")
    journeys = _values("Journeys")
    channels = _values("Channels")
    owners = _values("Owners")
    surveys = _values("Surveys")
    segments = _values("Segments of customers")
    touchpoint_types = _values(
        "Types of the touchpoint that the customer was asked after, such as case.closed"
    )
    products = _values("Products: the touchpoint's attribute `product`")
    kinds = fields.List(
        fields.String(validate=validate.OneOf([*Kind])),
        load_default=list,
        metadata={"description": "What the customer wants"},
    )
    topics = _values("What it is about, such as billing or staff: a comment's `topics`")
    severity_at_least = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, MOST_SEVERE)
    )
    score_at_most = fields.List(
        fields.Nested(ScoreAtMostSchema), load_default=list, validate=validate.Length(max=20)
    )


class RuleBookSchema(Schema):
    """Teams and rules; the first rule that holds decides, and triage takes what no rule wants."""

    teams = fields.List(fields.Nested(TeamSchema), required=True, validate=validate.Length(1, 500))
    triage = fields.String(required=True, validate=KEY)
    rules = fields.List(fields.Nested(RuleSchema), required=True, validate=validate.Length(max=2000))
    executive = fields.Nested(
        PersonSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "Who is accountable in the end, whatever the team"},
    )
    triage_alarm = fields.Integer(
        load_default=TRIAGE_ALARM,
        strict=True,
        validate=validate.Range(1, 1_000_000),
        metadata={"description": "How many items may wait in triage before its owner is told"},
    )

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> RuleBook:
        return from_definition(data, version=0)


class RuleBookInForceSchema(Schema):
    """The teams and rules that decide now."""

    version = fields.Integer()
    set_at = fields.AwareDateTime(allow_none=True)
    teams = fields.List(fields.Nested(TeamSchema))
    triage = fields.String()
    rules = fields.List(fields.Nested(RuleSchema))
    executive = fields.Nested(PersonSchema, allow_none=True)
    triage_alarm = fields.Integer()


class PublishedSchema(Schema):
    """Which version it has, and whether it was new."""

    version = fields.Integer()
    is_new = fields.Boolean()
