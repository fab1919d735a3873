"""The language of a comment, of those that we serve: Spanish, English, Portuguese; else "other".

The detector `eldc` counts letter groups. In a few words Spanish and Portuguese are often the same text, so
markers of one language tip the scales and, where it stays a near tie, the survey's language decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Literal, NamedTuple

import eldc

from feedback_router.domain.plain import Plain, plain_or_none
from feedback_router.domain.remembered import Remembered
from feedback_router.text.markers import marked

Language = Literal["es", "en", "pt", "other"]

SERVED: tuple[Language, ...] = ("en", "es", "pt")

_WORD = re.compile(r"[^\W\d_]+")
# The same for lower-case ASCII, whose other characters divide words.
_LETTERS = bytes(code if chr(code).isalpha() else ord(" ") for code in range(128)) + bytes(128)
_STRETCHED = re.compile(r"(\w)\1{2,}")

# On eldc's scale of 0 to 1, chosen on the development split of short texts.
_MARKER_WEIGHT = 0.1
_NEAR_TIE = 0.05
_CLEARLY_ELSEWHERE = 0.5
_TOO_SHORT_TO_TELL = 3
_BY_HINT = 0.5
_CLEAR = 0.9

# The tables lie in the extension itself: starting up takes microseconds. The instances are set up once, here;
# afterwards detection only reads them and is safe in threads.
eldc.init()
_any_language = eldc.instance()
_any_language.set_scores(1)
_served_languages = eldc.instance()
_served_languages.set_languages(list(SERVED))
_served_languages.set_scores(len(SERVED))


class Detected(NamedTuple):
    """A language, and how sure it is from 0 to 1: its lead over the next, or 0.5 where the hint alone decided."""

    language: Language
    confidence: float


def detect(text: str, hint: str | None = None) -> Language:
    """The language of a text. `hint` is the survey's locale ("es", "pt-BR"), used where the text can't tell."""
    return _detected(text, hint, plain_or_none(text)).language


def detect_all(texts: Iterable[tuple[str, str | None]]) -> list[Detected]:
    """The language of each (text, hint), in the same order."""
    return [_detected(text, hint, plain_or_none(text)) for text, hint in texts]


def detect_seen(
    texts: Iterable[str], hints: Iterable[str | None], seen: Iterable[Plain | None]
) -> list[Detected]:
    """The same where it is known what of the texts is plain ASCII."""
    return list(map(_detected, texts, hints, seen))


def _detected(text: str, hint: str | None, seen: Plain | None) -> Detected:
    expected = _served(hint)
    plain = seen.lower if seen else unicodedata.normalize("NFC", text).lower()
    words = _words(plain, seen)
    letters = " ".join(words)
    if not words or (expected != "other" and len(letters) <= _TOO_SHORT_TO_TELL):
        return Detected(expected, _BY_HINT)
    scores = _scores(plain, words, letters)
    best = max(scores)
    first = SERVED[scores.index(best)]
    # The bare name costs half of what the details do, and tells most already.
    if _any_language.detect_mt(letters) not in SERVED and _is_elsewhere(letters, best):
        return Detected("other", _CLEAR)
    if expected != "other" and best - scores[SERVED.index(expected)] <= _NEAR_TIE:
        if first != expected:
            return Detected(expected, _BY_HINT)
    elif best <= 0:
        return Detected("other", _BY_HINT)
    return Detected(first, min(1.0, _BY_HINT + (best - sorted(scores)[-2])))


@lru_cache(maxsize=100)
def _served(locale: str | None) -> Language:
    prefix = (locale or "").replace("_", "-").partition("-")[0].lower()
    return next((language for language in SERVED if language == prefix), "other")


def _words(plain: str, seen: Plain | None) -> list[str]:
    if "@" in plain or "#" in plain or "://" in plain or "www." in plain:
        plain = " ".join([chunk for chunk in plain.split() if chunk.isalpha() or not _is_address(chunk)])
    elif seen and not seen.has_digits:
        return seen.words
    if plain.isascii():
        words = plain.encode("ascii").translate(_LETTERS).decode("ascii").split()
    else:
        words = _WORD.findall(plain)
    return list(map(_relaxed.__getitem__, words))


# A letter held down three times or more counts once.
_relaxed: Remembered[str] = Remembered(partial(_STRETCHED.sub, r"\1"))


def _is_address(chunk: str) -> bool:
    """Whether it is a link, an email address, a handle or a hashtag: their letters belong to no language."""
    return "@" in chunk or "://" in chunk or chunk.startswith(("www.", "#"))


def _scores(plain: str, words: list[str], letters: str) -> tuple[float, float, float]:
    """Of each language that we serve, in their order."""
    detected: dict[str, float] = _served_languages.detect_details(letters).scores
    en, es, pt = marked(plain, words)
    return (
        detected.get("en", 0.0) + _MARKER_WEIGHT * en,
        detected.get("es", 0.0) + _MARKER_WEIGHT * es,
        detected.get("pt", 0.0) + _MARKER_WEIGHT * pt,
    )


def _is_elsewhere(letters: str, best_score: float) -> bool:
    """Whether a language that we don't serve explains the text better, and not by chance."""
    guess = _any_language.detect_details(letters)
    if not guess.scores:
        return False
    lead: float = guess.scores[guess.language] - best_score
    return lead > _CLEARLY_ELSEWHERE or (guess.reliable and lead > 0)
