"""Designed journeys and proposals on the wire; what they mean is judged in the domain."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from scoring.domain.journeys import Journey
from scoring.domain.proposals import Proposal
from scoring.store.journeys import from_definition, to_definition
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.named import Named
from shared.paging import PageArguments
from shared.time_zones import known_time_zone

_SHORT = text(200)
_MOST_DAYS = 3650


def _texts(*, required: bool = True) -> Named:
    return Named(
        keys=fields.String(validate=validate.OneOf(LANGUAGES)),
        values=fields.String(validate=text(500)),
        **({"required": True} if required else {"load_default": dict}),
    )


def _types(description: str | None = None) -> fields.List[str]:
    return fields.List(
        fields.String(validate=_SHORT),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": description} if description else {},
    )


def _share(default: float) -> fields.Float:
    return fields.Float(load_default=default, validate=validate.Range(0, 1), allow_nan=False)


def _days(default: int | None = None) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(1, _MOST_DAYS),
        **({"required": True} if default is None else {"load_default": default}),
    )


class StageSchema(Schema):
    """A stage. A touchpoint is in it if it says so, or if its type is one of these."""

    key = fields.String(required=True, validate=KEY)
    name = _texts()
    owner = fields.String(
        required=True, validate=_SHORT, metadata={"description": "The function that owns it"}
    )
    optional = fields.Boolean(load_default=False)
    touchpoints = _types()


class OutcomeSchema(Schema):
    """What the customer wants out of it, in words, and which types of touchpoint show what came of it."""

    statement = _texts(required=False)
    success = _types("The customer got there")
    exits = _types("The customer never will: cancelled, refused")
    revenue = _types("The customer pays for the first time")
    first_value = _types("The customer has something of it for the first time")
    setup = _types("The setup succeeded")
    setup_failed = _types("An attempt at the setup failed")


class PromiseSchema(Schema):
    """A promise: the touchpoint that makes it says with the attribute `due` or `promised_at` for when."""

    key = fields.String(required=True, validate=KEY)
    name = _texts()
    made = _types()
    kept = _types()


class FirstMonthSchema(Schema):
    """The first month after the sale, day 0 to day 30 where the customer lives."""

    sale = _types()
    follow_up = _types("Somebody asked how it goes")
    issues = _types("Something went wrong")


class ComplaintPageSchema(Schema):
    """What begins a complaint, and what shows that it arrived."""

    opened = _types()
    sent = _types()


class SourceSchema(Schema):
    """A source of information as touchpoints name it, and for how many days what it says is fresh."""

    key = fields.String(required=True, validate=_SHORT)
    name = _texts()
    fresh_days = _days()


class LinesSchema(Schema):
    """Shares, 0 to 1."""

    touchpoints_green_from = _share(0.8)
    journey_red_below = _share(0.6)


class JourneySchema(Schema):
    """A journey as it is designed. A published one has an outcome; a proposed one may still lack it."""

    key = fields.String(required=True, validate=KEY)
    languages = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)), required=True, validate=validate.Length(1, 10)
    )
    name = _texts()
    accountable = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "Who answers for the whole"},
    )
    stages = fields.List(fields.Nested(StageSchema), required=True, validate=validate.Length(max=50))
    starts = _types("A customer sets out with these")
    outcome = fields.Nested(OutcomeSchema, load_default=lambda: OutcomeSchema().load({}))
    window_days = _days()
    time_zone = fields.String(load_default="UTC", validate=known_time_zone)
    contacts = _types("The customer turns to the company")
    contact_window_days = _days(7)
    promises = fields.List(fields.Nested(PromiseSchema), load_default=list, validate=validate.Length(max=50))
    first_month = fields.Nested(FirstMonthSchema, load_default=None, allow_none=True)
    complaint_page = fields.Nested(ComplaintPageSchema, load_default=None, allow_none=True)
    surveys = _types("Surveys that ask about the journey as a whole, not about one touchpoint")
    sources = fields.List(fields.Nested(SourceSchema), load_default=list, validate=validate.Length(max=50))
    lines = fields.Nested(LinesSchema, load_default=lambda: LinesSchema().load({}))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Journey:
        return from_definition(data)


class PublishedJourneySchema(Schema):
    """Which version it has, and whether it was new."""

    key = fields.String()
    version = fields.Integer()
    is_new = fields.Boolean()


class ListedJourneySchema(Schema):
    """A journey in its newest version."""

    key = fields.String(attribute="journey.key")
    version = fields.Integer()
    published_at = fields.AwareDateTime()
    definition = fields.Nested(JourneySchema, attribute="journey")


class JourneyPageSchema(Schema):
    """A page of journeys in force; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedJourneySchema))
    next = fields.String(allow_none=True)


class ProposalArguments(PageArguments):
    """Which proposals to list."""

    journey = fields.String(load_default=None, validate=KEY)


class NewProposalSchema(Schema):
    """A version that is proposed."""

    definition = fields.Nested(JourneySchema, required=True)
    comment = fields.String(load_default=None, allow_none=True, validate=text(2000))


class DecisionSchema(Schema):
    """Yes or no, for a function that owns a stage."""

    owner = fields.String(required=True, validate=_SHORT)
    approve = fields.Boolean(required=True, truthy={True}, falsy={False})
    comment = fields.String(load_default=None, allow_none=True, validate=text(2000))


class StepSchema(Schema):
    """What somebody did, for which function."""

    action = fields.String()
    owner = fields.String(allow_none=True)
    by = fields.String(metadata={"description": "The name of the key"})
    comment = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class ProposalSchema(Schema):
    """A proposal, every step that was taken, who has not approved yet, and what keeps it from being published."""

    id = fields.UUID()
    journey = fields.String()
    state = fields.String()
    version = fields.Integer(allow_none=True)
    proposed_at = fields.AwareDateTime()
    definition = fields.Nested(JourneySchema)
    steps = fields.List(fields.Nested(StepSchema))
    missing = fields.List(fields.String())
    faults = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))


class ProposalPageSchema(Schema):
    """A page of proposals, the oldest first; `next` is null on the last."""

    items = fields.List(fields.Nested(ProposalSchema))
    next = fields.String(allow_none=True)


def as_proposal(proposal: Proposal, found: list[dict[str, str]]) -> dict[str, Any]:
    """What ProposalSchema shows."""
    return {
        "id": proposal.id,
        "journey": proposal.journey.key,
        "state": proposal.state,
        "version": proposal.version,
        "proposed_at": proposal.proposed_at,
        "definition": to_definition(proposal.journey),
        "steps": proposal.steps,
        "missing": proposal.missing if proposal.state == "proposed" else [],
        "faults": found,
    }
