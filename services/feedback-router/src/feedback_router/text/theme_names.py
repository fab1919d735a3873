"""What a theme is called: the phrases that are its own, by c-TF-IDF (Grootendorst 2022, BERTopic).

weight = how often the theme says it × ln(1 + phrases of an average class / how often it is said at all), with the theme
as one class and other recent comments as the other. A phrase counts once a comment, and only if two comments say it:
what is said once names nobody's theme.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from feedback_router.domain.folding import tokens
from feedback_router.text.stop_words import STOP_WORDS

AT_MOST = 5
_LONGEST = 3
_LEAST_COMMENTS = 2
# A longer phrase says more than its words.
_BY_LENGTH = {1: 1.0, 2: 1.5, 3: 1.8}
_IN_NAME = 3
_MARK = re.compile(r"[.,;:!?()\[\]\n]")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment's masked words and their language."""

    text: str
    language: str


class Others:
    """Comments that themes are compared with: what they say is counted once, whatever the number of themes."""

    def __init__(self, said: Iterable[Said]) -> None:
        self._said = Counter(said)
        self._counted: dict[str, Counter[str]] = {}

    def without(self, theme: Iterable[Said], language: str) -> Counter[str]:
        """How many of them say which phrase in that language, without those that are the theme's own."""
        if language not in self._counted:
            spoken = [one for one in self._said if one.language == language]
            self._counted[language] = self._count(spoken, language)
        return self._counted[language] - self._count({one for one in theme if one in self._said}, language)

    def _count(self, said: Iterable[Said], language: str) -> Counter[str]:
        counted: Counter[str] = Counter()
        for one in said:
            times = self._said[one]
            for phrase in _phrases_in(one.text, _little(language)):
                counted[phrase] += times
        return counted


def phrases_by_language(theme: Sequence[Said], others: Others) -> dict[str, list[str]]:
    """The best phrases of each language in which at least two of the comments are; the most spoken first."""
    spoken = Counter(said.language for said in theme)
    found = {
        language: _phrases([said for said in theme if said.language == language], others, language)
        for language, count in spoken.most_common()
        if count >= _LEAST_COMMENTS
    }
    return {language: listed for language, listed in found.items() if listed}


def name_of(found: dict[str, list[str]]) -> str:
    """The name that a theme gives itself: the first phrases of the language that is spoken most."""
    return " · ".join(next(iter(found.values()), [])[:_IN_NAME])


def _phrases(theme: Sequence[Said], others: Others, language: str) -> list[str]:
    """The best phrases of comments in one language, as most of them spell them; none that is part of a better one."""
    own: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = {}
    for said in theme:
        for folded, written in _phrases_in(said.text, _little(language)).items():
            own[folded] += 1
            spelt.setdefault(folded, Counter())[written] += 1
    elsewhere = others.without(theme, language)
    average = (own.total() + elsewhere.total()) / 2
    weights = {
        phrase: count * log(1 + average / (count + elsewhere[phrase])) * _BY_LENGTH[phrase.count(" ") + 1]
        for phrase, count in own.items()
        if count >= _LEAST_COMMENTS
    }
    kept: list[str] = []
    for phrase in sorted(weights, key=lambda one: (-weights[one], one)):
        if not any(_overlap(phrase, better) for better in kept):
            kept.append(phrase)
        if len(kept) == AT_MOST:
            break
    return [spelt[phrase].most_common(1)[0][0] for phrase in kept]


def _phrases_in(text: str, little: frozenset[str]) -> dict[str, str]:
    """Folded phrases of up to three words as the text writes them; they begin and end with a word that says something,
    and reach over no punctuation and no masked place ("[email]")."""
    words = tokens(text)
    telling = [_says_something(word.text, little) for word in words]
    parted = [_MARK.search(text, one.end, other.start) is not None for one, other in pairwise(words)]
    found: dict[str, str] = {}
    for start, first in enumerate(words):
        if not telling[start] or text[max(first.start - 1, 0)] == "[":
            continue
        for end in range(start, min(start + _LONGEST, len(words))):
            if end > start and parted[end - 1]:
                break
            if telling[end]:
                folded = " ".join([word.text for word in words[start : end + 1]])
                if folded not in found:
                    found[folded] = " ".join(text[first.start : words[end].end].lower().split())
    return found


def _little(language: str) -> frozenset[str]:
    return STOP_WORDS.get(language, frozenset())


def _says_something(word: str, little: frozenset[str]) -> bool:
    return len(word) > 2 and word not in little and not word.isdigit()


def _overlap(phrase: str, better: str) -> bool:
    return bool(set(phrase.split()) & set(better.split()))
