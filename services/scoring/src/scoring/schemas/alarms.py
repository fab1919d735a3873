"""Alarms of a journey on the wire, and what they say."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain import scales
from scoring.domain.alarms import Alarm
from scoring.domain.journeys import Journey
from shared.i18n import LANGUAGES, Texts, localised, said

_TEXTS = Texts.of("scoring")


class AlarmSchema(Schema):
    """What rings, in numbers and in words."""

    kind = fields.String()
    about = fields.String()
    numbers = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True))
    sentence = fields.Dict(keys=fields.String(), values=fields.String())


def as_alarm(alarm: Alarm, journey: Journey) -> dict[str, Any]:
    """What AlarmSchema shows of an alarm that rings for this journey."""
    return {
        "kind": alarm.kind,
        "about": alarm.about,
        "numbers": alarm.numbers,
        "sentence": {language: sentence(alarm, journey, language) for language in LANGUAGES},
    }


def sentence(alarm: Alarm, journey: Journey, language: str) -> str:
    """What an alarm says, in this language."""
    values = {name: _in_words(name, number, language) for name, number in alarm.numbers.items()}
    return _TEXTS.say(language, f"alarm_{alarm.kind}", about=_named(alarm.about, journey, language), **values)


def _named(about: str, journey: Journey, language: str) -> str:
    words = _TEXTS.by_language[language].get(f"about_{about}", "")
    return words or (asked_of_whole(about, journey, language) if " " in about else about)


def asked_of_whole(name: str, journey: Journey, language: str) -> str:
    """What a survey says of the whole journey: the survey, its scale and the stage, as they stand in the name."""
    survey, definition, *stage = name.split(" ", 2)
    names = {one.key: said(one.name, language) for one in journey.stages}
    about = [f"{_TEXTS.by_language[language]['stage']}: {names.get(one, one)}" for one in stage]
    return " · ".join((survey, scale_named(definition), *about))


def scale_named(definition: str) -> str:
    """A scale by its title and its definition."""
    return f"{scales.of(definition).title} ({definition})"


def _in_words(name: str, number: float | None, language: str) -> str:
    if number is None:
        return "–"
    if name.startswith("median"):
        written = f"{number:,.1f}"
    elif name.endswith("_n") or name.startswith("sent"):
        written = f"{number:,.0f}"
    elif name == "p":
        written = f"{number:.3f}" if number >= 0.001 else "0.001"
    else:
        written = f"{100 * number:.1f}\u00a0%"
    return localised(written, language)
