"""A comparison in words, for a person who reads none of the numbers."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from scoring.domain.breakdowns import PERIODS, SliceValues
from scoring.domain.comparisons import Verdict
from scoring.domain.selections import Selection
from scoring.domain.units import Unit
from scoring.schemas import figures
from scoring.use_cases.compare_scores import Comparison
from shared.i18n import Texts

_TEXTS = Texts.of("scoring")
_SENTENCES = {
    Verdict.BETTER: "compared_better",
    Verdict.WORSE: "compared_worse",
    Verdict.CHANCE: "compared_chance",
}

Text = Mapping[str, str]


def in_words(
    found: Comparison, first: Callable[[Text], str], second: Callable[[Text], str]
) -> dict[str, str]:
    """The sentence in every language; `first` and `second` name the two sides in the language of the texts."""
    return {
        language: _sentence(found, first(text), second(text), text, language)
        for language, text in _TEXTS.by_language.items()
    }


def slice_named(values: SliceValues, text: Text) -> str:
    """ "channel phone, segment home"."""
    parts = [_named(name, value, text) for name, value in values.items()]
    return ", ".join(parts) or text["everything"]


def selection_named(selection: Selection, text: Text) -> str:
    """The filters and the days of a selection."""
    filters: dict[str, str | int | date | None] = {
        name: getattr(selection.slice, name) for name in selection.slice.__slots__ if name != "attributes"
    }
    filters |= {"version": selection.version, **dict(selection.slice.attributes or ())}
    parts = [_named(name, value, text) for name, value in filters.items() if value is not None]
    parts += [value for value in (selection.question, selection.definition) if value]
    if selection.kind:
        parts.append(text[f"kind_{selection.kind}"])
    if selection.first_day or selection.last_day:
        first, last = selection.first_day or "…", selection.last_day or "…"
        parts.append(text["the_days"].format(first=first, last=last))
    return ", ".join(parts) or text["everything"]


def rest_named(text: Text) -> str:
    """All others."""
    return text["the_rest"]


def _sentence(found: Comparison, first: str, second: str, text: Text, language: str) -> str:
    judged = found.judged
    if judged is None or not (found.first.shown and found.second.shown):
        return _begun(text["compared_hidden"].format(first=first, second=second))
    difference, unit = judged.difference, judged.difference.unit

    def number(value: float | Fraction, *, signed: bool = False) -> str:
        return _number(Fraction(value), unit, text, language, signed=signed)

    sentence = text[_SENTENCES[judged.verdict]].format(
        first=first,
        second=second,
        a=number(found.second.exact),
        b=number(found.first.exact),
        difference=number(difference.value, signed=True),
        low=number(difference.low, signed=True),
        high=number(difference.high, signed=True),
        p=figures.p_value(judged.p_corrected, language),
    )
    if found.of_many > 1:
        sentence += " " + text["compared_corrected"].format(n=found.of_many)
    return _begun(sentence)


def _named(name: str, value: str | int | date | None, text: Text) -> str:
    label = text.get(f"dimension_{name}", name)
    if value is None:
        return text["not_stated_value"].format(name=label)
    return str(value) if name in PERIODS else f"{label} {value}"


def _number(value: Fraction, unit: Unit, text: Text, language: str, *, signed: bool) -> str:
    figure = figures.number(value, unit, language, signed=signed)
    match unit:
        case Unit.SHARE:
            return f"{figure}\u00a0%"
        case Unit.POINTS:
            return text["unit_points"].format(value=figure) if signed else figure
        case Unit.MEAN | Unit.DAYS:
            return figure


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
