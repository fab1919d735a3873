"""What a theme is called: the phrases that are its own, by c-TF-IDF (Grootendorst 2022, BERTopic).

weight = how often the theme says it × ln(1 + phrases of an average class / how often it is said at all), with the theme
as one class and other recent comments as the other. A phrase counts once a comment, and only if two comments say it:
what is said once names nobody's theme.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from feedback_router.domain.folding import tokens
from feedback_router.text.stop_words import STOP_WORDS

AT_MOST = 5
_LONGEST = 3
_LEAST_COMMENTS = 2
# A longer phrase says more than its words.
_BY_LENGTH = {1: 1.0, 2: 1.5, 3: 1.8}
_IN_NAME = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A comment's masked words and their language."""

    text: str
    language: str


def phrases_by_language(theme: Sequence[Said], others: Sequence[Said]) -> dict[str, list[str]]:
    """The best phrases of each language in which at least two of the comments are; the most spoken first."""
    spoken = Counter(said.language for said in theme)
    found = {
        language: phrases(
            [said.text for said in theme if said.language == language],
            [said.text for said in others if said.language == language],
            STOP_WORDS.get(language, frozenset()),
        )
        for language, count in spoken.most_common()
        if count >= _LEAST_COMMENTS
    }
    return {language: listed for language, listed in found.items() if listed}


def name_of(found: dict[str, list[str]]) -> str:
    """The name that a theme gives itself: the first phrases of the language that is spoken most."""
    return " · ".join(next(iter(found.values()), [])[:_IN_NAME])


def phrases(theme: Iterable[str], others: Iterable[str], little: frozenset[str]) -> list[str]:
    """The best phrases of comments in one language, as most of them spell them; none that is part of a better one."""
    own: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = {}
    for text in theme:
        for folded, written in _phrases_in(text, little).items():
            own[folded] += 1
            spelt.setdefault(folded, Counter())[written] += 1
    elsewhere: Counter[str] = Counter()
    for text in others:
        elsewhere.update(_phrases_in(text, little).keys())
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
    found: dict[str, str] = {}
    for start, first in enumerate(words):
        if not _says_something(first.text, little) or text[max(first.start - 1, 0)] == "[":
            continue
        for word in words[start : start + _LONGEST]:
            written = text[first.start : word.end]
            if any(mark in written for mark in ".,;:!?()[]\n"):
                break
            if _says_something(word.text, little):
                parts = [one.text for one in words[start : words.index(word, start) + 1]]
                found.setdefault(" ".join(parts), " ".join(written.lower().split()))
    return found


def _says_something(word: str, little: frozenset[str]) -> bool:
    return len(word) > 2 and word not in little and not word.isdigit()


def _overlap(phrase: str, better: str) -> bool:
    return bool(set(phrase.split()) & set(better.split()))
