"""Piping: known facts in the texts of a survey, as in "Hello {name|there}".

What stands after the bar is said when the fact is not known, in the text's own language; it may be empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BLANKS = ("name", "product", "date")
_BLANK = re.compile(r"\{(\w+)(\|[^{}]*)?\}")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}


@dataclass(frozen=True)
class Facts:
    """What is known before anything is asked: the customer's name, when it happened, and its attributes."""

    name: str | None = None
    time: datetime | None = None
    attributes: dict[str, Any] = field(default_factory=dict)

    def blank(self, name: str, language: str) -> str | None:
        """What fills a blank; None when it is not known."""
        if name == "date":
            return spell(self.time, language) if self.time else None
        value = self.name if name == "name" else self.attributes.get(name)
        return value.strip() or None if isinstance(value, str) else None

    def say(self, name: str, fallback: str, language: str) -> str:
        """What stands in a blank: the fact, or what is said where it is not known."""
        return self.blank(name, language) or fallback


NOTHING_KNOWN = Facts()


def spell(day: datetime, language: str) -> str:
    """The date as people write it: 20 November 2026, 20 de noviembre de 2026; in other languages 2026-11-20."""
    if language not in _MONTHS:
        return day.date().isoformat()
    month = _MONTHS[language].split()[day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day} de {month} de {day.year}"


def fill(text: str, facts: Facts, language: str) -> str:
    """The text with what is known in its blanks, and with their fallbacks where nothing is. Escaping is the page's."""

    def known(match: re.Match[str]) -> str:
        if match[1] not in BLANKS:
            return match[0]
        return facts.say(match[1], (match[2] or "|")[1:], language)

    return _BLANK.sub(known, text)


def has_blanks(text: str) -> bool:
    """Whether anything is to be filled in."""
    return any(match[1] in BLANKS for match in _BLANK.finditer(text))


def blank_faults(text: str) -> Iterator[str]:
    """What is wrong with the blanks of a text."""
    for match in _BLANK.finditer(text):
        if match[1] not in BLANKS:
            yield f"Nothing is known as {match[1]!r}; there are {', '.join(BLANKS)}."
        elif match[2] is None:
            yield f"Say what stands there when it is not known, as in {{{match[1]}|…}}."
