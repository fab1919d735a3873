"""Weighted scores on the wire."""

import math
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from scoring.domain.weighting import Bounds
from scoring.schemas.companions import CompanionSchema, PairSchema, Told
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.schemas.scores import MeasureArguments
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.weight_scores import Targets, WeightedScore
from shared.accepted import KEY
from shared.named import Named

_MEASURES = ("nps", "ces", "csat", "rating")
_MOST_VALUES = 200
_SHARE = validate.Range(0, 1, min_inclusive=False)
_VALUE = fields.String(validate=validate.Length(0, 200))


class ClassSchema(Schema):
    """One class: a value of each dimension ("" for not stated), and the share of the customers that it has."""

    slice = Named(keys=fields.String(validate=KEY), values=_VALUE, required=True)
    share = fields.Float(required=True, validate=_SHARE)


class WeightedArguments(MeasureArguments):
    """What is weighted, and to what: `targets` for raking, or `classes` for weighting classes."""

    measure = fields.String(required=True, validate=validate.OneOf(_MEASURES))
    targets = Named(
        keys=fields.String(validate=KEY),
        values=Named(
            keys=_VALUE, values=fields.Float(validate=_SHARE), validate=validate.Length(1, _MOST_VALUES)
        ),
        validate=validate.Length(1, 4),
        metadata={
            "description": 'Shares of each dimension\'s values, such as {"channel": {"web": 0.6, "phone": 0.4}}'
        },
    )
    classes = fields.List(fields.Nested(ClassSchema), validate=validate.Length(1, _MOST_VALUES))
    _more = ("targets", "classes")

    @validates_schema
    def _are_whole(self, data: dict[str, Any], **_: Any) -> None:
        if ("targets" in data) == ("classes" in data):
            raise ValidationError("Give either targets or classes.", "targets")
        for name, shares in data.get("targets", {}).items():
            if not math.isclose(sum(shares.values()), 1, abs_tol=1e-6):
                raise ValidationError(
                    f"The shares of {name} add up to {sum(shares.values()):g}, not to 1.", "targets"
                )
        self._check_classes(data.get("classes", []))

    @staticmethod
    def _check_classes(classes: list[dict[str, Any]]) -> None:
        if not classes:
            return
        total = sum(item["share"] for item in classes)
        if not math.isclose(total, 1, abs_tol=1e-6):
            raise ValidationError(f"The shares add up to {total:g}, not to 1.", "classes")
        if not classes[0]["slice"] or len({tuple(sorted(item["slice"])) for item in classes}) > 1:
            raise ValidationError("Each class states the same dimensions, one at least.", "classes")
        if len({tuple(sorted(item["slice"].items())) for item in classes}) < len(classes):
            raise ValidationError("A class is there twice.", "classes")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        built = super()._build(data)
        margins, classes = built.pop("targets", None), built.pop("classes", None)
        if margins:
            targets = Targets(tuple(margins), tuple(_whole(shares) for shares in margins.values()))
        else:
            dimensions = tuple(classes[0]["slice"])
            shares = {tuple(item["slice"][name] for name in dimensions): item["share"] for item in classes}
            targets = Targets(dimensions, classes=_whole(shares))
        return {**built, "targets": targets}


class WeightedStatisticSchema(EstimateSchema):
    """The weighted score, and what weighting costs."""

    effective_n = fields.Float(
        metadata={"description": "As many answers of equal weight would tell as much (Kish)"}
    )
    design_effect = fields.Float(metadata={"description": "n over effective n"})
    rounds = fields.Integer(metadata={"description": "Of raking, until the targets were met"})


class BoundsSchema(Schema):
    """Where the score lies whatever those would have said who were asked and did not answer."""

    low = fields.Float()
    high = fields.Float()
    asked = fields.Integer()
    answered = fields.Integer()


class WeightedScoreSchema(Schema):
    """One kind of survey on one scale."""

    kind = fields.String(allow_none=True)
    definition = fields.String()
    statistic = fields.String()
    unit = fields.String()
    unweighted = fields.Nested(EstimateSchema)
    weighted = fields.Nested(WeightedStatisticSchema)
    worst_cases = fields.Nested(
        BoundsSchema,
        allow_none=True,
        metadata={"description": "Null where it is not known how many were asked"},
    )
    companions = fields.Nested(PairSchema, metadata={"description": "As they were counted, not weighted"})


class WeightedScoresSchema(Schema):
    """The weighted scores of a measure."""

    measure = fields.String()
    scores = fields.List(fields.Nested(WeightedScoreSchema))
    companions = fields.List(
        fields.Nested(CompanionSchema), metadata={"description": "What stands beside the scores, each once"}
    )


def as_weighted(measure: str, found: list[WeightedScore], companions: Companions) -> dict[str, Any]:
    """What WeightedScoresSchema shows."""
    told = Told()
    scores = [
        {**_score(score), "companions": told.as_pair(companions.beside(score.kind, {}))} for score in found
    ]
    return {"measure": measure, "scores": scores, "companions": told.told}


def _score(score: WeightedScore) -> dict[str, Any]:
    statistic, result = score.scale.headline, score.weighted
    shown = as_estimate(result.estimate)
    if result.estimate.shown:
        shown |= {
            "effective_n": result.effective_n,
            "design_effect": result.design_effect,
            "rounds": result.rounds,
        }
    return {
        "kind": score.kind,
        "definition": score.scale.version,
        "statistic": statistic,
        "unit": statistic.unit,
        "unweighted": as_estimate(score.unweighted),
        "weighted": shown,
        "worst_cases": _bounds(score.bounds) if score.bounds and score.unweighted.shown else None,
    }


def _bounds(bounds: Bounds) -> dict[str, Any]:
    return {"low": bounds.low, "high": bounds.high, "asked": bounds.asked, "answered": bounds.answered}


def _whole(shares: dict[Any, float]) -> dict[Any, float]:
    """Adding up to exactly 1, where they were rounded."""
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}
