"""Routing explained, and rules replayed, on the wire."""

from typing import Any

from marshmallow import Schema, fields, validate

from feedback_router.domain.context import Context, Score
from feedback_router.domain.understanding import Harm, Kind, Sentiment
from feedback_router.schemas.feedback import RunnerUpSchema
from feedback_router.schemas.periods import PeriodSchema
from feedback_router.schemas.rules import RuleBookSchema
from shared import accepted
from shared.i18n import LANGUAGES


def _place() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=accepted.text(200))


class AskedScoreSchema(Schema):
    """A score that comes with the comment, such as 2 of 10 for nps."""

    measure = fields.String(required=True, validate=accepted.KEY)
    value = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1000))
    out_of = fields.Integer(required=True, strict=True, validate=validate.Range(1, 1000))


class QuestionSchema(Schema):
    """A comment, and where it would come from."""

    text = fields.String(required=True, validate=accepted.text(5000))
    language = fields.String(
        load_default=None,
        allow_none=True,
        validate=accepted.text(35),
        metadata={"description": "Of the survey"},
    )
    survey = fields.String(load_default="", validate=validate.Length(max=200))
    journey = _place()
    stage = _place()
    channel = _place()
    owner = _place()
    segment = _place()
    touchpoint = _place()
    product = _place()
    scores = fields.List(fields.Nested(AskedScoreSchema), load_default=list, validate=validate.Length(max=20))


_PLACES = ("survey", "journey", "stage", "channel", "owner", "segment", "touchpoint", "product")


def context_of(question: dict[str, Any]) -> Context:
    """Where the comment of a QuestionSchema would come from."""
    places = {name: question[name] for name in _PLACES}
    return Context(**places, scores=tuple(Score(**score) for score in question["scores"]))


class HarmSchema(Schema):
    """A fact that raised the severity, and the words that showed it."""

    harm = fields.Enum(Harm, by_value=True)
    words = fields.String()


class UnderstandingSchema(Schema):
    """What is understood of a comment."""

    language = fields.String()
    language_confidence = fields.Float()
    sentiment = fields.Enum(Sentiment, by_value=True, allow_none=True)
    sentiment_score = fields.Float(allow_none=True)
    kind = fields.Enum(Kind, by_value=True)
    kind_confidence = fields.Float()
    severity = fields.Integer()
    severity_reasons = fields.List(fields.Nested(HarmSchema))
    topics = fields.List(fields.String())
    masked_text = fields.String(metadata={"description": "What the team would see"})
    model_version = fields.String()


class DecisionSchema(Schema):
    """Who would take it, and why."""

    team = fields.String()
    decided_by = fields.String()
    rule = fields.String(allow_none=True)
    reason = fields.String(metadata={"description": "In the language of Accept-Language: en, es or pt"})
    reason_language = fields.String(validate=validate.OneOf(LANGUAGES))
    why = fields.Dict(metadata={"description": "The reason as data: a code and its facts"})
    phrases = fields.List(fields.String())
    confidence = fields.Float(allow_none=True)
    runner_up = fields.Nested(RunnerUpSchema, allow_none=True)
    learnt_from = fields.List(fields.UUID())
    rules_version = fields.Integer()


class ExplanationSchema(Schema):
    """What would happen to a comment that came in now."""

    understanding = fields.Nested(UnderstandingSchema)
    decision = fields.Nested(DecisionSchema)
    accountable = fields.String()
    resolve_by = fields.AwareDateTime()
    priority = fields.String(metadata={"description": "What its priority is made of, in words"})


class DraftRulesSchema(PeriodSchema):
    """A draft of teams and rules, and the period over which to try it."""

    rules = fields.Nested(RuleBookSchema, required=True)


class RoutingChangeSchema(Schema):
    """Items that would go elsewhere."""

    from_team = fields.String(
        allow_none=True, metadata={"description": "null where no rule holds: the model or triage decides"}
    )
    to_team = fields.String(allow_none=True)
    count = fields.Integer()
    examples = fields.List(fields.UUID())


class RulesReplaySchema(Schema):
    """What would change."""

    items = fields.Integer(metadata={"description": "How many were looked at: the newest 10,000 at most"})
    changes = fields.List(fields.Nested(RoutingChangeSchema))
