"""Small dense features beside the n-grams: praise and blame, question and length; and, apart, the tone."""

import re
from collections.abc import Sequence
from math import log1p

from feedback_router.text import intents, polarity, turns

FACT_SIGNS = polarity.MEASURES + intents.MEASURES + turns.MEASURES + 4
# Where those of a turn stand among the facts.
_BEFORE_TURNS = polarity.MEASURES + intents.MEASURES
TURN_SIGNS = slice(_BEFORE_TURNS, _BEFORE_TURNS + turns.MEASURES)
TONE_SIGNS = 6

_QUESTION_WORDS = """
    what when where which who whom whose why how can could do does did is are will would may
    que cual cuales cuando donde quien quienes por como cuanto cuanta cuantos cuantas puedo puede podria hay
    qual quais quando onde quem quanto quanta quantos quantas posso pode poderia tem existe
"""
_ASKING = frozenset(_QUESTION_WORDS.split())
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_NO_CAPITALS = bytes(code for code in range(128) if not chr(code).isupper())
_HAPPY_IN_ASCII = re.compile(r"[:;=]-?[)D]|<3")
_SAD_IN_ASCII = re.compile(r":'?-?[(/]")
_HAPPY_FACES = re.compile("[😀😃😄😁😊🙂😍🥰😘🤗😂🤣👍👏🙌🎉💕❤💖💙💚✨🌟⭐💪👌🙏😎😉😋]|[:;=]-?[)D]|<3")
_SAD_FACES = re.compile("[😡😠😢😭👎💔😞😒🙄😤😩😖😣😔🙁☹😕😟😱🤬😑🤦🤮💩]|:'?-?[(/]")


def of_facts(calm_text: str, words: Sequence[str], language: str) -> list[float]:
    """FACT_SIGNS numbers of a calm text: nothing in it knows how loudly it was said."""
    return [
        *polarity.measures(words, language),
        *intents.measures(calm_text),
        *turns.measures(calm_text, words, language),
        "?" in calm_text,
        calm_text.rstrip(" .").endswith("?"),
        bool(words) and words[0] in _ASKING,
        log1p(len(words)) / 4,
    ]


def of_tone(text: str, balance: float, rude: int) -> list[float]:
    """TONE_SIGNS numbers of the text as it came, with so many rude words; `balance` is polarity's, since "!" makes
    louder what is said."""
    letters, capitals = _letters(text)
    loud = min(text.count("!"), 3) / 3
    shouting = capitals / letters if letters > 8 else 0.0
    happy, sad = _faces(text)
    return [loud, loud * balance, shouting, log1p(rude), log1p(happy), log1p(sad)]


def _letters(text: str) -> tuple[int, int]:
    """How many letters and, of them, capitals."""
    if text.isascii():
        plain = text.encode("ascii")
        return len(plain.translate(None, _NO_LETTERS)), len(plain.translate(None, _NO_CAPITALS))
    return sum(map(str.isalpha, text)), sum(map(str.isupper, text))


def _faces(text: str) -> tuple[int, int]:
    """How many happy and sad ones."""
    if text.isascii():
        if not (":" in text or ";" in text or "=" in text or "<" in text):
            return 0, 0
        return len(_HAPPY_IN_ASCII.findall(text)), len(_SAD_IN_ASCII.findall(text))
    return len(_HAPPY_FACES.findall(text)), len(_SAD_FACES.findall(text))
