"""What a comment says after its last turn: "very kind, but I have no phone line" complains, whatever it praises."""

import re
from collections.abc import Sequence

from feedback_router.domain.folding import words
from feedback_router.text import intents, polarity

MEASURES = 6

# What turns what was said before; "_" stands for the space between words, and accents may be missing.
_LISTED = {
    "en": "but however though although nevertheless nonetheless yet",
    "es": "pero aunque sin_embargo no_obstante solo_que sólo_que lastima_que lástima_que",
    "pt": "mas porem porém contudo entretanto no_entanto todavia embora so_que só_que pena_que",
}
_TURNING = {
    language: [turn.replace("_", " ") for turn in listed.split()] for language, listed in _LISTED.items()
}
_PATTERNS = {
    language: re.compile(rf"(?<!\w)(?:{'|'.join(turning)})(?!\w)") for language, turning in _TURNING.items()
}
# Their first words, folded.
_FIRST_WORDS = {
    language: frozenset(words(turn)[0] for turn in turning) for language, turning in _TURNING.items()
}
_AFTER = [intents.SIGNS.index(sign) for sign in ("suffering", "thanking", "proposing")]


def measures(calm_text: str, said: Sequence[str], language: str) -> list[float]:
    """MEASURES numbers: whether a calm text turns, the balance of praise and blame before and after, and how often it
    complains, thanks and proposes after, as ln(1 + n). A text without a turn has zeros. `said` are its words."""
    # Most texts say no such word at all, which is sooner seen than a pattern is tried.
    if _FIRST_WORDS.get(language, frozenset()).isdisjoint(said):
        return [0.0] * MEASURES
    parts = _around_last(calm_text, language)
    if parts is None:
        return [0.0] * MEASURES
    before, after = parts
    wants = intents.measures(after)
    return [1.0, _balance(before, language), _balance(after, language), *(wants[sign] for sign in _AFTER)]


def _around_last(calm_text: str, language: str) -> tuple[str, str] | None:
    """What stands before the last turn and after it. "Although friendly, you lost it" turns at the comma."""
    found = list(_PATTERNS[language].finditer(calm_text))
    if not found:
        return None
    end = found[-1].end()
    if found[-1].start() == 0:
        end = calm_text.find(",", end)
        if end < 0:
            return None
    before, after = calm_text[:end], calm_text[end:].strip(" .,;:")
    return (before, after) if after else None


def _balance(part: str, language: str) -> float:
    return polarity.measures(words(part), language)[polarity.BALANCE]
