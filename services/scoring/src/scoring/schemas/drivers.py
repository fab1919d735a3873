"""What goes with a score, on the wire: numbers with their intervals, warnings, and words that claim no cause."""

import hashlib
import json
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates

from scoring.domain.drivers import DRAWS, MOST_FACTORS, Driver, Drivers, Interval, TooFew, answers_needed
from scoring.domain.factors import Factor, Operational, UnknownFactorError
from scoring.schemas.figures import percent
from scoring.schemas.scores import MeasureArguments
from scoring.use_cases.find_drivers import Facts, goes_the_right_way
from shared.accepted import text
from shared.i18n import LANGUAGES, Texts

_TEXTS = Texts.of("scoring")
_MEASURES = ("nps", "ces", "csat", "rating")
_METHOD = f"LMG (Shapley shares of R²); percentile intervals of {DRAWS} bootstrap draws"


class DriverArguments(MeasureArguments):
    """Which score, over which answers, and the factors that may go with it."""

    measure = fields.String(required=True, validate=validate.OneOf(_MEASURES))
    factors = fields.List(
        fields.String(validate=text(300)),
        required=True,
        metadata={
            "description": f"1 to {MOST_FACTORS} of {', '.join(Operational)}, answer:<question> of the same response,"
            " attribute:<name>:<value> of a declared attribute"
        },
    )
    _more = ("factors", "seed")

    @validates("factors")
    def _are_few_and_known(self, names: list[str], **_: Any) -> None:
        if not names:
            raise ValidationError("Name a factor.")
        if len(names) > MOST_FACTORS:
            raise ValidationError(
                f"These are {len(names)} factors. Among more than {MOST_FACTORS} chance always finds some that seem to"
                " matter: choose those that somebody could change."
            )
        if len(set(names)) < len(names):
            raise ValidationError("A factor is named twice.")
        for name in names:
            _factor(name)

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        data["seed"] = _seed(data)
        built = super()._build(data)
        return {**built, "factors": [_factor(name) for name in built["factors"]]}


class IntervalSchema(Schema):
    """A number with its 95 % interval."""

    value = fields.Float()
    low = fields.Float()
    high = fields.Float()


class GapSchema(Schema):
    """How far from its best a factor is: what share of answers fall short, and by how much these do, 0..1."""

    size = fields.Float()
    volume = fields.Float()


class DriverSchema(Schema):
    """One factor's part."""

    factor = fields.String()
    kind = fields.String()
    importance = fields.Nested(IntervalSchema, metadata={"description": "Its share of R²; all add up to 1"})
    contribution = fields.Float(metadata={"description": "Its part of R²; all add up to R²"})
    correlation = fields.Float(metadata={"description": "With the score, whatever else holds"})
    coefficient = fields.Float(metadata={"description": "Standardised, the other factors being equal"})
    vif = fields.Float(
        allow_none=True, metadata={"description": "Null where the other factors tell this one exactly"}
    )
    gap = fields.Nested(GapSchema, allow_none=True)
    priority = fields.Float(
        allow_none=True,
        metadata={"description": "Importance × gap × volume; null for what nobody can improve"},
    )
    as_expected = fields.Boolean(
        allow_none=True, metadata={"description": "Whether the score is better where this is better"}
    )
    warnings = fields.List(fields.Dict())
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


class DriversSchema(Schema):
    """All factors, the one to look at first first; or why nothing is said."""

    shown = fields.Boolean()
    reason = fields.String()
    measure = fields.String()
    kind = fields.String()
    definition = fields.String()
    n = fields.Integer(metadata={"description": "Answers of which every factor is known"})
    answered = fields.Integer(metadata={"description": "All answers of this score"})
    r_squared = fields.Nested(IntervalSchema)
    method = fields.String()
    drivers = fields.List(fields.Nested(DriverSchema))
    sentence = fields.Dict(keys=fields.String(validate=validate.OneOf(LANGUAGES)), values=fields.String())


def as_drivers(measure: str, facts: Facts, found: Drivers | TooFew) -> dict[str, Any]:
    """What DriversSchema shows."""
    if isinstance(found, TooFew) or facts.scale is None:
        needed = answers_needed(len(facts.factors))
        return {
            "shown": False,
            "reason": f"It takes {needed} answers of which all {len(facts.factors)} factors are known; with fewer,"
            " chance alone looks like importance.",
        }
    shown = [
        _driver(factor, driver, facts) for factor, driver in zip(facts.factors, found.drivers, strict=True)
    ]
    return {
        "shown": True,
        "measure": measure,
        "kind": facts.kind,
        "definition": facts.scale.version,
        "n": found.n,
        "answered": facts.answered,
        "r_squared": _interval(found.r_squared),
        "method": _METHOD,
        "drivers": sorted(shown, key=lambda one: (-(one["priority"] or 0), -one["importance"]["value"])),
        "sentence": {
            language: _TEXTS.say(
                language, "drivers_all", share=percent(found.r_squared.value, language), n=found.n
            )
            for language in LANGUAGES
        },
    }


def _driver(factor: Factor, driver: Driver, facts: Facts) -> dict[str, Any]:
    return {
        "factor": factor.name,
        "kind": factor.kind,
        "importance": _interval(driver.importance),
        "contribution": driver.contribution,
        "correlation": driver.correlation,
        "coefficient": driver.coefficient,
        "vif": driver.vif,
        "gap": driver.gap and {"size": driver.gap.size, "volume": driver.gap.volume},
        "priority": driver.priority,
        "as_expected": goes_the_right_way(facts, factor, driver.correlation),
        "warnings": [
            {"kind": warning, "sentence": _in_every_language(f"driver_{warning.name.lower()}")}
            for warning in driver.warnings
        ],
        "sentence": {language: _sentence(factor, driver, language) for language in LANGUAGES},
    }


def _sentence(factor: Factor, driver: Driver, language: str) -> str:
    importance = driver.importance
    return _TEXTS.say(
        language,
        "driver_higher" if driver.correlation >= 0 else "driver_lower",
        factor=factor_named(factor, language),
        share=percent(importance.value, language),
        low=percent(importance.low, language),
        high=percent(importance.high, language),
    )


def factor_named(factor: Factor, language: str) -> str:
    """ "the number of hand-offs"."""
    if factor.operational:
        return _TEXTS.say(language, f"factor_{factor.operational}")
    if factor.question:
        return _TEXTS.say(language, "factor_answer", question=factor.question)
    name, value = factor.attribute or ("", "")
    return _TEXTS.say(language, "factor_attribute", name=name, value=value)


def _in_every_language(key: str) -> dict[str, str]:
    return {language: _TEXTS.say(language, key) for language in LANGUAGES}


def _interval(interval: Interval) -> dict[str, float]:
    return {"value": interval.value, "low": interval.low, "high": interval.high}


def _factor(name: str) -> Factor:
    try:
        return Factor.of(name)
    except UnknownFactorError as error:
        raise ValidationError(
            f"{name!r} is none of {', '.join(Operational)}, answer:<question>, attribute:<name>:<value>."
        ) from error


def _seed(asked: dict[str, Any]) -> int:
    """The same question is answered with the same draws."""
    question = json.dumps(asked, sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(question.encode()).digest()[:8])
