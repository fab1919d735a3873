"""Counts of praising and blaming words, from the project's own lists in three languages.

What a model learns of these counts in one language holds in the others, where less text to learn from is free.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log1p

from feedback_router.domain.folding import fold

MEASURES = 7
_REACH = 3
_SHORTEST_STEM = 3


def measures(words: Sequence[str], language: str) -> list[float]:
    """MEASURES numbers: praise, blame, turned praise, turned blame, their balance, turning words, any at all."""
    values = [_value(word, language) for word in words]
    if not any(values):
        return [0.0] * MEASURES
    praise = blame = turned_praise = turned_blame = turning = 0
    since = _REACH + 1
    for value in values:
        since += 1
        if not value:
            continue
        if value == "!":
            turning += 1
            since = 0
        elif value == "+":
            praise, turned_praise = (praise + (since > _REACH), turned_praise + (since <= _REACH))
        elif value == "-":
            blame, turned_blame = (blame + (since > _REACH), turned_blame + (since <= _REACH))
    good, bad = praise + 0.5 * turned_blame, blame + turned_praise
    counts = map(log1p, (praise, blame, turned_praise, turned_blame))
    return [*counts, (good - bad) / (good + bad + 1), turning / (len(words) + 3), good + bad > 0]


@lru_cache(maxsize=30_000)
def _value(word: str, language: str) -> str:
    whole, stems = _lists(language)
    if word in whole:
        return whole[word]
    return next((stems[word[:n]] for n in range(len(word), _SHORTEST_STEM - 1, -1) if word[:n] in stems), "")


@cache
def _lists(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and stems with their sign, folded; a language without a list has none."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    source = files("feedback_router.text") / "words" / f"polarity_{language}.txt"
    if not source.is_file():
        return whole, stems
    for line in source.read_text("utf-8").splitlines():
        sign, _, listed = line.partition(" ")
        if sign in "+-!":
            for written in listed.split():
                (stems if written.endswith("*") else whole)[fold(written.removesuffix("*"))] = sign
    return whole, stems
