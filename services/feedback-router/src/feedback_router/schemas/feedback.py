"""Feedback items on the wire."""

from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

from feedback_router.domain.service_levels import MOST_SEVERE
from feedback_router.domain.states import RootCause, Status
from feedback_router.domain.understanding import Kind
from feedback_router.store.feedback import ORDERS
from shared.accepted import KEY, text
from shared.i18n import LANGUAGES
from shared.paging import PageArguments

_LANGUAGES = ("en", "es", "pt", "other")
# What a filter by theme says for comments that are in none.
ON_ITS_OWN = "none"
_SENTIMENTS = ("negative", "neutral", "positive")


def _name(description: str) -> fields.String:
    return fields.String(load_default=None, validate=text(200), metadata={"description": description})


def _theme(value: str) -> None:
    if value == ON_ITS_OWN:
        return
    try:
        UUID(value)
    except ValueError as error:
        raise ValidationError("Give the id of a theme, or none.") from error


class FeedbackArguments(PageArguments):
    """Which items to list, and in which order."""

    sort = fields.String(
        load_default="newest",
        validate=validate.OneOf(ORDERS),
        metadata={"description": "`due` and `priority` list what is open: due first, or what matters most"},
    )
    team = fields.String(load_default=None, validate=KEY)
    status = fields.String(load_default=None, validate=validate.OneOf([*Status]))
    severity = fields.Integer(
        load_default=None, validate=validate.Range(0, MOST_SEVERE), metadata={"description": "This or more"}
    )
    kind = fields.String(load_default=None, validate=validate.OneOf([*Kind]))
    language = fields.String(load_default=None, validate=validate.OneOf(_LANGUAGES))
    sentiment = fields.String(load_default=None, validate=validate.OneOf(_SENTIMENTS))
    survey = fields.String(load_default=None, validate=KEY)
    journey = _name("The journey that it is from")
    stage = _name("The stage of the journey")
    channel = _name("The channel that it came by")
    owner = _name("The function that owns the stage")
    topic = _name("One of its topics")
    theme = fields.String(
        load_default=None,
        validate=_theme,
        metadata={"description": "The id of a theme, or `none` for what is in no theme"},
    )
    accountable = _name("The key of the person who answers for it")
    assigned = fields.Boolean(
        load_default=None, metadata={"description": "Whether somebody was asked to deal with it"}
    )
    overdue = fields.Boolean(load_default=None, metadata={"description": "Open, and later than promised"})
    since = fields.AwareDateTime(load_default=None, metadata={"description": "Routed then or later"})
    until = fields.AwareDateTime(load_default=None, metadata={"description": "Routed before then"})
    q = fields.String(
        load_default=None,
        validate=text(200),
        metadata={
            "description": 'Words, whatever their endings and accents; "a phrase", this or that, -without'
        },
    )


class ScoreSchema(Schema):
    """A score that the same customer gave in the same response."""

    question = fields.String()
    type = fields.String()
    definition = fields.String()
    value = fields.Integer()


class RunnerUpSchema(Schema):
    """The other team that was nearest: by the next rule that would have held, or by how sure the model was of it."""

    team = fields.String()
    rule = fields.String(allow_none=True)
    confidence = fields.Float(allow_none=True)


class FeedbackSchema(Schema):
    """A feedback item: what was said, what is understood of it, who takes it and why, how far it is."""

    id = fields.UUID()
    response_id = fields.UUID()
    question = fields.String()
    survey = fields.String()
    survey_version = fields.Integer()
    customer_key = fields.String(allow_none=True)
    text = fields.String()
    language = fields.String(validate=validate.OneOf(_LANGUAGES))
    sentiment = fields.String(
        allow_none=True, metadata={"description": "null where it is not measured in this language"}
    )
    sentiment_polarity = fields.Float(allow_none=True, metadata={"description": "From -1, bad, to 1, good"})
    sentiment_model = fields.String(allow_none=True)
    kind = fields.String(allow_none=True, metadata={"description": "null until it is understood"})
    severity = fields.Integer(metadata={"description": "From 0 to 4: what happened, never the tone"})
    severity_reasons = fields.List(fields.Dict(), allow_none=True)
    topics = fields.List(fields.String(), allow_none=True)
    priority = fields.Float(
        metadata={"description": "The highest comes first; only differences mean something"}
    )
    scores = fields.List(fields.Nested(ScoreSchema))
    journey = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    segment = fields.String(allow_none=True)
    touchpoint = fields.String(
        allow_none=True, metadata={"description": "The type of what the customer was asked after"}
    )
    product = fields.String(allow_none=True)
    team = fields.String()
    rule = fields.String(allow_none=True, metadata={"description": "null when no rule held"})
    theme_id = fields.UUID(
        allow_none=True, metadata={"description": "null while it is not grouped, and where it is on its own"}
    )
    decided_by = fields.String(
        validate=validate.OneOf(["rule", "model", "triage"]),
        metadata={"description": "triage takes what no rule wants and the model is not sure of"},
    )
    confidence = fields.Float(
        allow_none=True, metadata={"description": "How sure the model was, from 0 to 1"}
    )
    learnt_from = fields.List(
        fields.UUID(), metadata={"description": "Items that people had re-routed and that were alike"}
    )
    revision = fields.Integer(metadata={"description": "Of the answer; customers may correct it"})
    reason = fields.String(
        metadata={
            "description": "Why this team, in the language of Accept-Language where that is known, else in English"
        }
    )
    reason_language = fields.String(validate=validate.OneOf(LANGUAGES))
    why = fields.Dict(
        allow_none=True,
        metadata={"description": "The reason as data; null where only its English sentence was kept"},
    )
    phrases = fields.List(fields.String(), metadata={"description": "The words that decided"})
    runner_up = fields.Nested(RunnerUpSchema, allow_none=True)
    rules_version = fields.Integer()
    status = fields.String(validate=validate.OneOf([*Status]))
    accountable = fields.String(
        metadata={
            "description": "Who must see to it: a person's key, or team:<key> where the team names nobody"
        }
    )
    assignee = fields.String(allow_none=True, metadata={"description": "Who was asked to deal with it"})
    acknowledge_by = fields.AwareDateTime()
    resolve_by = fields.AwareDateTime()
    due_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When the next of the two is due; null when it is over"}
    )
    handovers = fields.Integer(metadata={"description": "How often it went from team to team"})
    escalations = fields.Integer(metadata={"description": "How far up the escalation it is"})
    what_was_done = fields.String(allow_none=True)
    root_cause = fields.String(allow_none=True, validate=validate.OneOf([*RootCause]))
    submitted_at = fields.AwareDateTime()
    routed_at = fields.AwareDateTime()
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    resolved_at = fields.AwareDateTime(allow_none=True)


class TransitionSchema(Schema):
    """One step of an item's way."""

    at = fields.AwareDateTime()
    action = fields.String()
    from_status = fields.String()
    to_status = fields.String()
    by = fields.String()
    note = fields.String(
        allow_none=True,
        metadata={"description": "What they wrote; what nobody wrote is in the language of Accept-Language"},
    )
    detail = fields.Dict(
        metadata={"description": "What belongs to the action, such as the teams of a re-route"}
    )


class ContactSchema(Schema):
    """Something that happened between the customer and the company."""

    at = fields.AwareDateTime()
    type = fields.String()
    journey = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)


class OtherSchema(Schema):
    """Another item of the same customer: how it stands, without their words."""

    id = fields.UUID()
    submitted_at = fields.AwareDateTime()
    survey = fields.String()
    journey = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)
    team = fields.String()
    status = fields.String()
    due_at = fields.AwareDateTime(allow_none=True)


class FeedbackDetailSchema(FeedbackSchema):
    """A feedback item with every step that was taken with it, and what its customer has been through."""

    transitions = fields.List(fields.Nested(TransitionSchema))
    journey_so_far = fields.List(
        fields.Nested(ContactSchema), metadata={"description": "On the same journey, the newest first"}
    )
    other_contacts = fields.List(fields.Nested(ContactSchema))
    other_feedback = fields.List(fields.Nested(OtherSchema))


class FeedbackPageSchema(Schema):
    """A page of items; `next` is null on the last one."""

    items = fields.List(fields.Nested(FeedbackSchema))
    next = fields.String(allow_none=True)


class ResolutionSchema(Schema):
    """What the team did, in words that the customer could be told, and where the cause lay."""

    what_was_done = fields.String(required=True, validate=text(5000))
    root_cause = fields.Enum(RootCause, by_value=True, load_default=None, allow_none=True)


class AssignmentSchema(Schema):
    """Who deals with it: somebody whom the team's rules name."""

    person = fields.String(required=True, validate=KEY)


class CommentSchema(Schema):
    """A note for the others who look at the item."""

    text = fields.String(required=True, validate=text(5000))


class RerouteSchema(Schema):
    """Which team must act instead, and why: the routing learns from it."""

    team = fields.String(required=True, validate=KEY)
    reason = fields.String(required=True, validate=text(1000))


class LinkSchema(Schema):
    """A ticket of another system."""

    url = fields.Url(required=True, schemes={"http", "https"}, require_tld=False, validate=text(2000))
    label = fields.String(required=True, validate=text(200), metadata={"example": "JIRA-4711"})


class ReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=text(1000))
