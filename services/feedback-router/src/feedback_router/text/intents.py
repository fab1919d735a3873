"""Turns of phrase that propose, ask, tell or complain, in three languages: signs of what a comment wants."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log1p

from feedback_router.text.alternatives import one_of

SIGNS = ("proposing", "commanding", "telling", "asking", "suffering", "thanking")
MEASURES = len(SIGNS)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """For each sign its phrases of which a text begins and those that stand anywhere; the latter of all signs."""

    beginning: list[re.Pattern[str]]
    anywhere: list[re.Pattern[str]]
    all_anywhere: re.Pattern[str]


def measures(calm_text: str) -> list[float]:
    """MEASURES numbers: how often a calm text shows each of the signs, as ln(1 + n)."""
    patterns = _patterns()
    found = [pattern.match(calm_text) is not None for pattern in patterns.beginning]
    # Two texts of three show none of the others, and one pattern tells sooner than five.
    if not patterns.all_anywhere.search(calm_text):
        return list(map(log1p, found))
    anywhere = [len(pattern.findall(calm_text)) for pattern in patterns.anywhere]
    return list(map(log1p, map(sum, zip(found, anywhere, strict=True))))


@cache
def _patterns() -> _Patterns:
    beginning: dict[str, list[str]] = {sign: [] for sign in SIGNS}
    anywhere: dict[str, list[str]] = {sign: [] for sign in SIGNS}
    source = files("feedback_router.text") / "words" / "intents.txt"
    for line in source.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sign, _, phrases = line.partition(": ")
            for phrase in phrases.replace("_", r"\s").split():
                (beginning if phrase.startswith("^") else anywhere)[sign].append(phrase.removeprefix("^"))
    return _Patterns(
        [_any_of(phrases) for phrases in beginning.values()],
        [_any_of(phrases) for phrases in anywhere.values()],
        _any_of(phrase for phrases in anywhere.values() for phrase in phrases),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(phrases)}(?!\w)")
