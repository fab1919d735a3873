"""Who is at risk and why, in words."""

import math
from collections.abc import Mapping
from typing import Any

from scoring.domain.at_risk_effects import FOLLOWED_DAYS, Arm, Effect
from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Model, Reason, Term
from scoring.domain.at_risk_trials import Refusal
from scoring.domain.comparisons import Verdict
from scoring.domain.estimates import Z
from scoring.domain.units import Unit
from scoring.schemas.figures import number, p_value, percent
from shared.i18n import LANGUAGES, Texts

_TEXTS = Texts.of("scoring")
# These hold or don't; the others count.
_YES_OR_NO = (RiskFactor.COMPLAINED, RiskFactor.NOT_FOLLOWED_UP)
_VERDICTS = {
    Verdict.BETTER: "risk_effect_better",
    Verdict.WORSE: "risk_effect_worse",
    Verdict.CHANCE: "risk_effect_chance",
}

Words = dict[str, str]


def odds_ratio(model: Model, term: Term) -> tuple[float, float, float]:
    """By how much the odds of a detractor are multiplied by one more of this factor, with its 95 % interval."""
    one = model.scaling.slope / term.deviation
    margin = Z * term.standard_error
    value, *bounds = (math.exp(one * (term.coefficient + moved)) for moved in (0.0, -margin, margin))
    return value, min(bounds), max(bounds)


def odds_in_words(term: Term, odds: tuple[float, float, float]) -> Words:
    """ "hand-offs: each one more goes with 1.6 times the odds"."""
    key = "risk_odds_yes" if term.factor in _YES_OR_NO else "risk_odds"
    return {
        language: _TEXTS.say(
            language,
            key,
            factor=_named(term.factor, language),
            **{
                name: number(value, Unit.MEAN, language)
                for name, value in zip(("odds", "low", "high"), odds, strict=True)
            },
        )
        for language in LANGUAGES
    }


def reason_in_words(reason: Reason) -> Words:
    """ "hand-offs: 3 (usual: 1.2)"."""
    return {language: _reason(reason, language) for language in LANGUAGES}


def model_in_words(definition: Mapping[str, Any]) -> Words:
    """How good the model is, or why there is none."""
    refused, trial = definition["refused"], definition["trial"]
    if refused:
        return {
            language: _TEXTS.say(language, _refusal(refused), needed=refused["needed"])
            for language in LANGUAGES
        }
    return {
        language: _TEXTS.say(
            language,
            "risk_used",
            auc=percent(trial["auc"]["value"], language),
            low=percent(trial["auc"]["low"], language),
            high=percent(trial["auc"]["high"], language),
            skill=percent(trial["skill"], language),
            n=trial["n"],
        )
        for language in LANGUAGES
    }


def effect_in_words(effect: Effect, listed: Arm, held_out: Arm) -> Words:
    """What became of both groups, by how much that differs, and whether chance alone would do it."""
    return {language: _effect(effect, listed, held_out, language) for language in LANGUAGES}


def _effect(effect: Effect, listed: Arm, held_out: Arm, language: str) -> str:
    if effect.judged is None:
        return _TEXTS.say(language, "risk_effect_hidden", days=FOLLOWED_DAYS)
    found = effect.judged.difference
    (happened, n), (happened_there, m) = listed.of(effect.outcome), held_out.of(effect.outcome)
    said = [
        _TEXTS.say(
            language,
            f"risk_effect_{effect.outcome}",
            n=n,
            m=m,
            days=FOLLOWED_DAYS,
            a=percent(happened / n, language),
            b=percent(happened_there / m, language),
        ),
        _TEXTS.say(
            language,
            "risk_effect_difference",
            difference=number(found.value, Unit.SHARE, language, signed=True),
            low=number(found.low, Unit.SHARE, language, signed=True),
            high=number(found.high, Unit.SHARE, language, signed=True),
            p=p_value(effect.judged.p_corrected, language),
        ),
        _TEXTS.say(language, _VERDICTS[effect.judged.verdict]),
    ]
    if effect.low_base:
        said.append(_TEXTS.say(language, "risk_effect_low_base"))
    return " ".join(said)


def _reason(reason: Reason, language: str) -> str:
    factor = _named(reason.factor, language)
    if reason.factor in _YES_OR_NO:
        key = "risk_reason_yes" if reason.value else "risk_reason_no"
        return _TEXTS.say(language, key, factor=factor, usual=percent(reason.usual, language))
    return _TEXTS.say(
        language,
        "risk_reason",
        factor=factor,
        value=_count(reason.value, language),
        usual=_count(reason.usual, language),
    )


def _named(factor: RiskFactor, language: str) -> str:
    return _TEXTS.say(language, f"risk_{factor}")


def _refusal(refused: Mapping[str, Any]) -> str:
    if refused["reason"] == Refusal.NO_BETTER_THAN_CHANCE and refused["needed"] is None:
        return "risk_refused_no_number"
    return f"risk_refused_{refused['reason'].replace(' ', '_')}"


def _count(value: float, language: str) -> str:
    """With a decimal only where there is one: 3, 1.2."""
    return number(value, Unit.DAYS, language).removesuffix(".0").removesuffix(",0")
