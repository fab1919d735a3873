"""Models of who is at risk, on the wire."""

from typing import Any

from marshmallow import Schema, fields, validate

from scoring.domain.at_risk_definitions import model_of
from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Model, Term
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.responses import KINDS
from scoring.schemas.at_risk_words import model_in_words, odds_in_words, odds_ratio
from scoring.schemas.drivers import IntervalSchema
from scoring.store.at_risk_models import ModelVersion
from shared.accepted import text
from shared.i18n import LANGUAGES
from shared.paging import PageArguments


class NewModelSchema(Schema):
    """Of which journey, from the answers to which kind of survey, and with which factors."""

    journey = fields.String(required=True, validate=text(200))
    kind = fields.String(load_default="transactional", validate=validate.OneOf(KINDS))
    factors = fields.List(
        fields.Enum(RiskFactor, by_value=True),
        load_default=lambda: list(RiskFactor),
        validate=validate.Length(min=1),
        metadata={"description": "All unless named; those that do not vary are left out"},
    )


class ModelArguments(PageArguments):
    """Which journey's models to list."""

    journey = fields.String(required=True, validate=text(200))


class TermSchema(Schema):
    """One factor of a model. The odds ratio is for one more of it, calibrated, all else being equal."""

    factor = fields.String()
    mean = fields.Float(metadata={"description": "Among those whom the model was fitted on; the usual"})
    deviation = fields.Float()
    least = fields.Float()
    most = fields.Float(metadata={"description": "More than this counts as this"})
    coefficient = fields.Float(metadata={"description": "Of the log-odds, a standard deviation"})
    standard_error = fields.Float()
    odds_ratio = fields.Nested(IntervalSchema)
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


class ScalingSchema(Schema):
    """Platt's: log-odds → intercept + slope · log-odds."""

    intercept = fields.Float()
    slope = fields.Float()


class FittedSchema(Schema):
    """The model itself: with the terms it is all that a prediction follows from."""

    intercept = fields.Float()
    terms = fields.List(fields.Nested(TermSchema))
    scaling = fields.Nested(ScalingSchema)


class AucSchema(IntervalSchema):
    """How often it tells a detractor from somebody else, 0.5 being a coin, with DeLong's interval."""

    standard_error = fields.Float()


class RecalibrationSchema(Schema):
    """Cox's line through the tested: intercept 0 and slope 1 if probabilities mean what they say."""

    intercept = fields.Float()
    slope = fields.Float()
    slope_low = fields.Float()
    slope_high = fields.Float()
    p = fields.Float()


class GroupSchema(Schema):
    """Expected and observed share of detractors, the latter with its Wilson interval."""

    label = fields.Raw(
        allow_none=True, metadata={"description": "Of a tenth its place; null: small segments together"}
    )
    n = fields.Integer()
    expected = fields.Float()
    observed = fields.Float()
    low = fields.Float()
    high = fields.Float()


class TrialSchema(Schema):
    """How the model did on answers that came after all it was made of."""

    first_day = fields.String()
    last_day = fields.String()
    n = fields.Integer()
    detractors = fields.Integer()
    brier = fields.Float()
    brier_of_share = fields.Float(metadata={"description": "Of saying the older share to everybody"})
    skill = fields.Float(metadata={"description": "1 − brier / brier_of_share"})
    auc = fields.Nested(AucSchema)
    z = fields.Float(metadata={"description": "Spiegelhalter's"})
    p = fields.Float()
    recalibration = fields.Nested(RecalibrationSchema)
    p_same = fields.Float(
        metadata={"description": "Of the tested following the line that was calibrated by; judged on it"}
    )
    tenths = fields.List(fields.Nested(GroupSchema))
    segments = fields.List(fields.Nested(GroupSchema))


class RefusedSchema(Schema):
    """Why a model is not used, and how many answers like these would be enough, if any number would."""

    reason = fields.String()
    needed = fields.Integer(allow_none=True)


class ModelSchema(Schema):
    """A version of a journey's model; the newest that was not refused is used."""

    journey = fields.String()
    version = fields.Integer()
    made_at = fields.AwareDateTime()
    checksum = fields.String(metadata={"description": "SHA-256 of everything about the model"})
    digest = fields.String(metadata={"description": "SHA-256 of the answers and factors it was made of"})
    kind = fields.String()
    n = fields.Integer(
        allow_none=True,
        metadata={"description": f"Answers of which the way there is known; null below {SMALLEST_SHOWN}"},
    )
    detractors = fields.Integer(allow_none=True, metadata={"description": "Of these; null with it"})
    days = fields.Dict(
        metadata={"description": "First and last day of those fitted, calibrated and tested on"}
    )
    factors = fields.List(fields.String())
    refused = fields.Nested(RefusedSchema, allow_none=True)
    model = fields.Nested(FittedSchema, allow_none=True)
    trial = fields.Nested(TrialSchema, allow_none=True)
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


class ModelPageSchema(Schema):
    """A page of a journey's models, the newest first; `next` is null on the last one."""

    items = fields.List(fields.Nested(ModelSchema))
    next = fields.String(allow_none=True)


def as_model(kept: ModelVersion) -> dict[str, Any]:
    """What ModelSchema shows."""
    definition = kept.definition
    shown = {**definition, "sentence": model_in_words(definition)}
    if definition["n"] < SMALLEST_SHOWN:
        shown |= {"n": None, "detractors": None, "days": {}}
    if definition["model"]:
        model = model_of(definition)
        terms = [
            {**kept_term, **_odds(model, term)}
            for kept_term, term in zip(definition["model"]["terms"], model.terms, strict=True)
        ]
        shown["model"] = {**definition["model"], "terms": terms}
    return {
        **shown,
        "journey": kept.key,
        "version": kept.version,
        "made_at": kept.set_at,
        "checksum": kept.checksum,
    }


def _odds(model: Model, term: Term) -> dict[str, Any]:
    odds = odds_ratio(model, term)
    return {
        "odds_ratio": dict(zip(("value", "low", "high"), odds, strict=True)),
        "sentence": odds_in_words(term, odds),
    }
