"""Wording: what a survey says to a customer, in one language and with what is known filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.i18n import Texts
from survey.domain.piping import Facts, fill
from survey.domain.questions import FIXED, OTHER, WORDS, Question
from survey.domain.surveys import Survey

TEXTS = Texts.of("survey")


def texts_in(survey: Survey, language: str) -> Mapping[str, str]:
    """What the service itself says in this language; where it speaks none, in the survey's words or in English."""
    ours = TEXTS.by_language.get(language)
    return ours or {**TEXTS.by_language["en"], **survey.texts.get(language, {})}


@dataclass(frozen=True)
class Worded:
    """A question in words. `options` are keys with their labels, `ends` what the ends of a scale mean."""

    text: str
    options: tuple[tuple[str, str], ...] = ()
    ends: tuple[str, str] | None = None


def word(survey: Survey, language: str, texts: Mapping[str, str], facts: Facts) -> dict[str, Worded]:
    """Every question in words, by its key. `texts` are the service's own in this language."""
    return {question.key: _word(question, language, texts, facts) for question in survey.questions}


def _word(question: Question, language: str, texts: Mapping[str, str], facts: Facts) -> Worded:
    text = fill(question.text[language], facts, language)
    if question.scale:
        values = tuple((str(value), str(value)) for value in question.scale.values)
        return Worded(text, values, _ends(question, language, texts, facts))
    if question.type in WORDS:
        return Worded(text)
    if question.type in FIXED:
        keys, prefix = FIXED[question.type]
        return Worded(text, tuple((key, texts[prefix + key]) for key in keys))
    options = tuple((option.key, fill(option.text[language], facts, language)) for option in question.options)
    return Worded(text, (*options, (OTHER, texts["answer_other"])) if question.other else options)


def _ends(question: Question, language: str, texts: Mapping[str, str], facts: Facts) -> tuple[str, str]:
    own = question.declared
    if own is None:
        return texts[f"{question.type}_low"], texts[f"{question.type}_high"]
    low, high = (fill(text[language], facts, language) for text in (own.low_text, own.high_text))
    return f"{own.low} = {low}", f"{own.high} = {high}"
