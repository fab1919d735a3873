"""Turns of phrase that propose, ask, tell or complain, in three languages: signs of what a comment wants."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import compress
from math import log1p
from typing import NamedTuple

from feedback_router.domain.remembered import Remembered
from feedback_router.text.alternatives import one_of
from feedback_router.text.phrase_starts import Start, start_of, together

SIGNS = ("proposing", "commanding", "telling", "asking", "suffering", "thanking")
MEASURES = len(SIGNS)

# Where a phrase may begin: not within a word.
_BEGINNINGS = re.compile(r"(?<!\w)\S")


class _Place(NamedTuple):
    """Where in a piece of text without spaces a phrase of a sign may begin; with which letters the next piece must
    begin, or None where it does not matter."""

    start: int
    sign: int
    following: frozenset[str] | None


class _Anywhere:
    """Phrases of all signs that stand anywhere. They are tried only where one begins with that word and the next one
    may go on: once or twice a text and not at every letter."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._patterns = list(map(_any_of, phrases))
        self._starts = [list(map(start_of, own)) for own in phrases]
        firsts = one_of(start.first.pattern for own in self._starts for start in own)
        self._any_start = re.compile(firsts)
        self._starts_with = Remembered(self._starting_with)
        self._where = Remembered(self._look_at)

    def counts(self, calm_text: str) -> list[int]:
        """How often the phrases of each sign stand in a calm text, those that overlap once."""
        counts = [0] * len(self._patterns)
        ends = [0] * len(self._patterns)
        chunks = calm_text.split(" ")
        where = list(map(self._where.__getitem__, chunks))
        chunks.append("")
        for number in compress(range(len(where)), where):
            next_letter = chunks[number + 1][:1]
            for start, sign, following in where[number]:
                if following is None or next_letter in following:
                    begin = sum(map(len, chunks[:number])) + number + start
                    found = self._patterns[sign].match(calm_text, begin) if begin >= ends[sign] else None
                    if found:
                        counts[sign] += 1
                        ends[sign] = found.end()
        return counts

    def _look_at(self, chunk: str) -> tuple[_Place, ...]:
        """Where in a piece of text without spaces a phrase may begin."""
        if chunk.isalpha() and not self._any_start.match(chunk):
            return ()
        bare = chunk.rstrip(".,;:?")
        if bare != chunk:
            # A phrase of several words has nothing but a space between them.
            known = self._where[bare]
            return tuple(place for place in known if place.following is None) if known else ()
        begins = [0] if chunk.isalpha() else [found.start() for found in _BEGINNINGS.finditer(chunk)]
        return tuple(
            _Place(begin, sign, together(letters))
            for begin in begins
            if self._any_start.match(chunk, begin)
            for sign, starts in self._starts_with[chunk[begin]]
            for letters in [[start.following for start in starts if start.first.match(chunk, begin)]]
            if letters
        )

    def _starting_with(self, letter: str) -> list[tuple[int, list[Start]]]:
        """For each sign that has some the starts that may begin with a letter."""
        starting = [
            [start for start in own if start.letters is None or letter in start.letters]
            for own in self._starts
        ]
        return [(sign, own) for sign, own in enumerate(starting) if own]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """For a sign that has some its phrases of which a text begins, and those of all that stand anywhere."""

    beginning: list[tuple[int, re.Pattern[str]]]
    anywhere: _Anywhere


def measures(calm_text: str) -> list[float]:
    """MEASURES numbers: how often a calm text shows each of the signs, as ln(1 + n)."""
    patterns = _patterns()
    counts = patterns.anywhere.counts(calm_text)
    for sign, pattern in patterns.beginning:
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
    begins = [(sign, _any_of(phrases)) for sign, phrases in enumerate(beginning.values()) if phrases]
    return _Patterns(begins, _Anywhere(list(anywhere.values())))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(phrases)}(?!\w)")
