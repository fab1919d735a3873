"""What stands beside a score in words: what it is called, and why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.domain import scales
from scoring.domain.companions import OUTCOME, Companion, Missing, Pair
from scoring.domain.estimates import Measured
from scoring.domain.plan_measures import MEASURES
from scoring.domain.scales import Scale
from scoring.schemas.figures import written
from shared.i18n import LANGUAGES, Texts, localised

_TEXTS = Texts.of("scoring")

Text = Mapping[str, str]


@dataclass(frozen=True)
class Named:
    """One companion: what was found, on which scale if it is a score; or in words why nobody could measure it."""

    label: str
    found: Measured | None
    scale: Scale | None
    counted: str
    missing: str | None


def named(pair: Pair, text: Text) -> tuple[Named, ...]:
    """Those of a score; one where the outcome is the counter-measure too."""
    if pair.counter_measures == (pair.outcome,):
        return (_named(pair.outcome, text["beside_both"], text),)
    return (
        _named(pair.outcome, text["beside_outcome"], text),
        *(_named(one, _counter_named(one, text), text) for one in pair.counter_measures),
    )


def sentences(pair: Pair) -> list[dict[str, str]]:
    """One a companion, in every language."""
    by_language = {
        language: [_sentence(one, language) for one in named(pair, _TEXTS.by_language[language])]
        for language in LANGUAGES
    }
    return [dict(zip(by_language, said, strict=True)) for said in zip(*by_language.values(), strict=True)]


def _named(companion: Companion, label: str, text: Text) -> Named:
    if isinstance(companion.found, Missing):
        return Named(label, None, None, "", text[f"missing_{companion.found.name.lower()}"])
    measure = companion.measure or OUTCOME
    scale = scales.of(companion.definition) if measure in scales.SCALES and companion.definition else None
    return Named(label, companion.found, scale, text[f"counted_{MEASURES[measure].counted}"], None)


def _counter_named(companion: Companion, text: Text) -> str:
    """Scores with the definition that they were asked with, as everywhere."""
    if companion.measure is None:
        return text["beside_counter_measure"]
    definition = f" ({companion.definition})" if companion.definition else ""
    return f"{text['beside_counter_measure']}, {text[f'short_{companion.measure}']}{definition}"


def _sentence(one: Named, language: str) -> str:
    text = _TEXTS.by_language[language]
    if one.found is None:
        return f"{one.label}: {one.missing}"
    if not one.found.shown:
        return f"{one.label}: {text['hidden_cell']}"
    found = one.found
    value, low, high = (
        written(number, found.unit, language) for number in (found.exact, found.low, found.high)
    )
    interval = text["interval"].format(low=low, high=high)
    base = f" · {text['low_base']}" if found.low_base else ""
    return f"{one.label}: {value} ({interval}), n = {localised(f'{found.n:,}', language)} {one.counted}{base}"
