"""The language of a comment, of those that we serve: Spanish, English, Portuguese; else "other".

The detector `eldc` counts letter groups. In a few words Spanish and Portuguese are often the same text, so
markers of one language tip the scales and, where it stays a near tie, the survey's language decides.
"""

import re
import unicodedata
from typing import Literal

import eldc

from feedback_router.text.markers import marked

Language = Literal["es", "en", "pt", "other"]

SERVED: tuple[Language, ...] = ("en", "es", "pt")

_WORD = re.compile(r"[^\W\d_]+")
_STRETCHED = re.compile(r"(\w)\1{2,}")

# On eldc's scale of 0 to 1, chosen on the development split of short texts.
_MARKER_WEIGHT = 0.1
_NEAR_TIE = 0.05
_CLEARLY_ELSEWHERE = 0.5
_TOO_SHORT_TO_TELL = 3

# The tables lie in the extension itself: starting up takes microseconds. The instances are set up once, here;
# afterwards detection only reads them and is safe in threads.
eldc.init()
_any_language = eldc.instance()
_any_language.set_scores(1)
_served_languages = eldc.instance()
_served_languages.set_languages(list(SERVED))
_served_languages.set_scores(len(SERVED))


def detect(text: str, hint: str | None = None) -> Language:
    """The language of a text. `hint` is the survey's locale ("es", "pt-BR"), used where the text can't tell."""
    expected = _served(hint)
    words = _words(text)
    letters = " ".join(words)
    if not words or (expected != "other" and len(letters) <= _TOO_SHORT_TO_TELL):
        return expected
    scores = _scores(text, words, letters)
    best = max(SERVED, key=scores.__getitem__)
    if _is_elsewhere(letters, scores[best]):
        return "other"
    if expected != "other" and scores[best] - scores[expected] <= _NEAR_TIE:
        return expected
    return best if scores[best] > 0 else "other"


def _served(locale: str | None) -> Language:
    prefix = (locale or "").replace("_", "-").partition("-")[0].lower()
    return next((language for language in SERVED if language == prefix), "other")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).lower()
    prose = " ".join(chunk for chunk in plain.split() if not _is_address(chunk))
    return _WORD.findall(_STRETCHED.sub(r"\1", prose))


def _is_address(chunk: str) -> bool:
    """Whether it is a link, an email address, a handle or a hashtag: their letters belong to no language."""
    return "@" in chunk or "://" in chunk or chunk.startswith(("www.", "#"))


def _scores(text: str, words: list[str], letters: str) -> dict[Language, float]:
    detected: dict[str, float] = _served_languages.detect_details(letters).scores
    lower = text.lower()
    return {
        language: detected.get(language, 0.0) + _MARKER_WEIGHT * marked(language, lower, words)
        for language in SERVED
    }


def _is_elsewhere(letters: str, best_score: float) -> bool:
    """Whether a language that we don't serve explains the text better, and not by chance."""
    guess = _any_language.detect_details(letters)
    if guess.language in SERVED or not guess.scores:
        return False
    lead: float = guess.scores[guess.language] - best_score
    return lead > _CLEARLY_ELSEWHERE or (guess.reliable and lead > 0)
