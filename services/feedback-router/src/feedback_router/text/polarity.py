"""Counts of praising and blaming words, from the project's own lists in three languages.

What a model learns of these counts in one language holds in the others, where less text to learn from is free.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import compress
from math import log1p

from feedback_router.domain.folding import fold
from feedback_router.domain.remembered import Remembered

MEASURES = 7
# Where among them their balance stands.
BALANCE = 4
_REACH = 3
_SHORTEST_STEM = 3


def measures(words: Sequence[str], language: str) -> list[float]:
    """MEASURES numbers: praise, blame, turned praise, turned blame, their balance, turning words, any at all."""
    values = list(map(_signs_in(language).__getitem__, words))
    if not any(values):
        return [0.0] * MEASURES
    praise = blame = turned_praise = turned_blame = turning = 0
    turned_until = -1
    for place in compress(range(len(values)), values):
        value = values[place]
        turned = place <= turned_until
        if value == "!":
            turning += 1
            turned_until = place + _REACH
        elif value == "+":
            praise, turned_praise = praise + (not turned), turned_praise + turned
        else:
            blame, turned_blame = blame + (not turned), turned_blame + turned
    good, bad = praise + 0.5 * turned_blame, blame + turned_praise
    counts = map(log1p, (praise, blame, turned_praise, turned_blame))
    return [*counts, (good - bad) / (good + bad + 1), turning / (len(words) + 3), good + bad > 0]


@cache
def _signs_in(language: str) -> Remembered[str]:
    """The sign of each word of a language: "+", "-", "!" or none."""
    whole, stems = _lists(language)
    return Remembered(partial(_sign, whole, stems, {stem[:_SHORTEST_STEM] for stem in stems}))


def _sign(whole: Mapping[str, str], stems: Mapping[str, str], begins: Collection[str], word: str) -> str:
    if word in whole or word[:_SHORTEST_STEM] not in begins:
        return whole.get(word, "")
    return next((stems[word[:n]] for n in range(len(word), _SHORTEST_STEM - 1, -1) if word[:n] in stems), "")


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
