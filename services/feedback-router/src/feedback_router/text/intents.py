"""Turns of phrase that propose, ask, tell or complain, in three languages: signs of what a comment wants."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from math import log1p

from feedback_router.domain.remembered import Remembered
from feedback_router.text.alternatives import one_of

SIGNS = ("proposing", "commanding", "telling", "asking", "suffering", "thanking")
MEASURES = len(SIGNS)

# Where a phrase may begin: not within a word.
_BEGINNINGS = re.compile(r"(?<!\w)\S")


class _Anywhere:
    """Phrases of all signs that stand anywhere. They are tried only where one begins with that word: a few times a text
    and not at every letter."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._patterns = list(map(_any_of, phrases))
        self._begins = list(map(_any_beginning, phrases))
        self._any_begins = _any_beginning(chain.from_iterable(phrases))
        self._where = Remembered(self._look_at)

    def counts(self, calm_text: str) -> list[int]:
        """How often the phrases of each sign stand in a calm text, those that overlap once."""
        counts = [0] * len(self._patterns)
        ends = [0] * len(self._patterns)
        begin = 0
        for chunk in calm_text.split(" "):
            for place, sign in self._where[chunk]:
                if begin + place >= ends[sign]:
                    found = self._patterns[sign].match(calm_text, begin + place)
                    if found:
                        counts[sign] += 1
                        ends[sign] = found.end()
            begin += len(chunk) + 1
        return counts

    def _look_at(self, chunk: str) -> list[tuple[int, int]]:
        """Where in a piece of text without spaces a phrase may begin, and of which sign."""
        bare = chunk.rstrip(".,;:?")
        if bare != chunk:
            return self._where[bare]
        if not self._any_begins.search(chunk):
            return []
        return [
            (found.start(), sign)
            for found in _BEGINNINGS.finditer(chunk)
            for sign, begins in enumerate(self._begins)
            if begins.match(chunk, found.start())
        ]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """For each sign its phrases of which a text begins, and those of all that stand anywhere."""

    beginning: list[re.Pattern[str]]
    anywhere: _Anywhere


def measures(calm_text: str) -> list[float]:
    """MEASURES numbers: how often a calm text shows each of the signs, as ln(1 + n)."""
    patterns = _patterns()
    counts = patterns.anywhere.counts(calm_text)
    for sign, pattern in enumerate(patterns.beginning):
        counts[sign] += pattern.match(calm_text) is not None
    return list(map(log1p, counts))


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
    return _Patterns([_any_of(phrases) for phrases in beginning.values()], _Anywhere(list(anywhere.values())))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(phrases)}(?!\w)")


def _any_beginning(phrases: Iterable[str]) -> re.Pattern[str]:
    """Of the first words of these phrases, or what they begin with."""
    return re.compile(one_of(map(_first_word, phrases)))


def _first_word(phrase: str) -> str:
    """What a phrase says before its first space; one that only may have a space there can't be looked for."""
    depth = 0
    for place, letter in enumerate(phrase):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and phrase.startswith(r"\s", place):
            phrase = phrase[:place]
            break
    if r"\s" in phrase:
        raise ValueError(f"A phrase must not begin with a group that holds a space: {phrase}")
    return phrase
