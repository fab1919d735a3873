"""Feedback items on the wire."""

from marshmallow import Schema, fields, validate

from feedback_router.domain.feedback import Status
from shared.accepted import KEY, text
from shared.paging import PageArguments

_LANGUAGES = ("en", "es", "pt", "other")
_SENTIMENTS = ("negative", "neutral", "positive")


class FeedbackArguments(PageArguments):
    """Which items to list."""

    team = fields.String(load_default=None, validate=KEY)
    status = fields.String(load_default=None, validate=validate.OneOf([*Status]))
    survey = fields.String(load_default=None, validate=KEY)
    sentiment = fields.String(load_default=None, validate=validate.OneOf(_SENTIMENTS))
    language = fields.String(load_default=None, validate=validate.OneOf(_LANGUAGES))
    since = fields.AwareDateTime(load_default=None, metadata={"description": "Routed then or later"})


class ScoreSchema(Schema):
    """A score that the same customer gave in the same response."""

    question = fields.String()
    type = fields.String()
    definition = fields.String()
    value = fields.Integer()


class RunnerUpSchema(Schema):
    """The next rule that would have held for another team."""

    team = fields.String()
    rule = fields.String()


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
    scores = fields.List(fields.Nested(ScoreSchema))
    journey = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    segment = fields.String(allow_none=True)
    team = fields.String()
    rule = fields.String(
        allow_none=True, metadata={"description": "null when triage took what no rule wanted"}
    )
    reason = fields.String(metadata={"description": "Why this team, in words"})
    phrases = fields.List(
        fields.String(), metadata={"description": "The rule's words as the customer spelt them"}
    )
    runner_up = fields.Nested(RunnerUpSchema, allow_none=True)
    rules_version = fields.Integer()
    status = fields.String(validate=validate.OneOf([*Status]))
    what_was_done = fields.String(allow_none=True)
    submitted_at = fields.AwareDateTime()
    routed_at = fields.AwareDateTime()
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    resolved_at = fields.AwareDateTime(allow_none=True)


class TransitionSchema(Schema):
    """One step of an item's way."""

    at = fields.AwareDateTime()
    from_status = fields.String()
    to_status = fields.String()
    by = fields.String()
    note = fields.String(allow_none=True)


class FeedbackDetailSchema(FeedbackSchema):
    """A feedback item with every step that was taken with it."""

    transitions = fields.List(fields.Nested(TransitionSchema))


class FeedbackPageSchema(Schema):
    """A page of items; `next` is null on the last one."""

    items = fields.List(fields.Nested(FeedbackSchema))
    next = fields.String(allow_none=True)


class ResolutionSchema(Schema):
    """What the team did, in words that the customer could be told."""

    what_was_done = fields.String(required=True, validate=text(5000))
