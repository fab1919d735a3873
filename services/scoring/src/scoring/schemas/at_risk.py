"""Whom to reach out to, that it was done, and whether it helped, on the wire."""

from typing import Any

from marshmallow import Schema, fields, validate

from scoring.domain.at_risk_effects import FOLLOWED_DAYS, Arm, Effect
from scoring.domain.at_risk_models import Reason
from scoring.schemas.at_risk_words import effect_in_words, reason_in_words
from scoring.schemas.comparisons import DifferenceSchema, as_difference
from scoring.store.at_risk_predictions import Listed
from scoring.store.at_risk_programmes import ProgrammeVersion
from shared.accepted import text
from shared.i18n import LANGUAGES
from shared.paging import PageArguments


class ProgrammeSchema(Schema):
    """From which probability on a customer is on the list, and which share of those is left alone."""

    from_probability = fields.Float(
        required=True, validate=validate.Range(0, 1, min_inclusive=False, max_inclusive=False)
    )
    holdout_share = fields.Float(
        required=True,
        validate=validate.Range(0.05, 0.5),
        metadata={"description": "Of who reaches the line; without them nobody can say whether it helps"},
    )


class ProgrammeSetSchema(Schema):
    """Which version the programme has now; is_new is false when nothing changed."""

    journey = fields.String()
    version = fields.Integer()
    is_new = fields.Boolean()


class ListedProgrammeSchema(ProgrammeSchema):
    """A programme in force."""

    journey = fields.String()
    version = fields.Integer()
    set_at = fields.AwareDateTime()


class ProgrammePageSchema(Schema):
    """A page of programmes in force; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedProgrammeSchema))
    next = fields.String(allow_none=True)


class ListArguments(PageArguments):
    """Whose list."""

    journey = fields.String(required=True, validate=text(200))
    segment = fields.String(load_default=None, validate=text(200))


class ReasonSchema(Schema):
    """A factor that raises the probability above the usual, by so much of the log-odds."""

    factor = fields.String()
    value = fields.Float()
    usual = fields.Float()
    weight = fields.Float()
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


class ListedCustomerSchema(Schema):
    """Somebody who has not answered, and on whose way happened what happened to detractors."""

    customer_key = fields.String()
    journey = fields.String()
    segment = fields.String(allow_none=True)
    started_at = fields.AwareDateTime(metadata={"description": "When this case began"})
    probability = fields.Float(metadata={"description": "Of being a detractor, 0..1; never part of a score"})
    reasons = fields.List(fields.Nested(ReasonSchema))
    open_complaint = fields.Boolean(
        metadata={"description": "Complains about something already, so somebody may be answering"}
    )
    reached_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When somebody reached out last"}
    )
    model_version = fields.Integer()
    predicted_at = fields.AwareDateTime()


class ListPageSchema(Schema):
    """A page of the list, the likeliest first; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedCustomerSchema))
    next = fields.String(allow_none=True)


class NewOutreachSchema(Schema):
    """Who was reached, when, and what was done."""

    id = fields.UUID(
        required=True, metadata={"description": "The sender's: the same id again is the same one"}
    )
    customer_key = fields.String(required=True, validate=text(200))
    journey = fields.String(required=True, validate=text(200))
    at = fields.AwareDateTime(required=True)
    what = fields.String(required=True, validate=text(2000))


class OutreachSchema(NewOutreachSchema):
    """What was recorded."""

    by = fields.String(metadata={"description": "The name of the key that it was recorded with"})
    recorded_at = fields.AwareDateTime()
    held_out = fields.Boolean(
        metadata={"description": "Was to be left alone; counts there all the same, since the draw counts"}
    )


class EffectArguments(Schema):
    """Of which journey's list."""

    journey = fields.String(required=True, validate=text(200))


class ArmSchema(Schema):
    """One of the two groups: who was drawn, contacted, and gave NPS within the days."""

    drawn = fields.Integer()
    contacted = fields.Integer()
    answered = fields.Integer()


class OutcomeEffectSchema(Schema):
    """One outcome, on the list minus held out; less is better."""

    outcome = fields.String()
    difference = fields.Nested(DifferenceSchema)
    low_base = fields.Boolean()
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


class EffectSchema(Schema):
    """Whether being on the list helped, by who was drawn for what (intention to treat)."""

    journey = fields.String()
    followed_days = fields.Integer(metadata={"description": "Who was drawn later than that is not in it yet"})
    listed = fields.Nested(ArmSchema)
    held_out = fields.Nested(ArmSchema)
    effects = fields.List(fields.Nested(OutcomeEffectSchema))


def as_programme(kept: ProgrammeVersion) -> dict[str, Any]:
    """What ListedProgrammeSchema shows."""
    programme = kept.programme
    return {
        "journey": programme.journey,
        "from_probability": programme.from_probability,
        "holdout_share": programme.holdout_share,
        "version": kept.version,
        "set_at": kept.set_at,
    }


def as_listed(listed: Listed) -> dict[str, Any]:
    """What ListedCustomerSchema shows."""
    row = {name: getattr(listed, name) for name in Listed.__slots__}
    return {**row, "reasons": [_reason(reason) for reason in listed.reasons]}


def as_effects(journey: str, arms: tuple[Arm, Arm], found: list[Effect]) -> dict[str, Any]:
    """What EffectSchema shows."""
    listed, held_out = arms
    return {
        "journey": journey,
        "followed_days": FOLLOWED_DAYS,
        "listed": listed,
        "held_out": held_out,
        "effects": [
            {
                "outcome": effect.outcome,
                "difference": as_difference(effect.judged),
                "low_base": effect.low_base,
                "sentence": effect_in_words(effect, listed, held_out),
            }
            for effect in found
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    row = {name: getattr(reason, name) for name in Reason.__slots__}
    return {**row, "sentence": reason_in_words(reason)}
