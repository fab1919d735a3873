"""Small dense features beside the n-grams: praise and blame, question and length; and, apart, the tone."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.tone import rude_words
from feedback_router.text import intents, polarity

FACT_SIGNS = polarity.MEASURES + intents.MEASURES + 4
TONE_SIGNS = 6

_QUESTION_WORDS = """
    what when where which who whom whose why how can could do does did is are will would may
    que cual cuales cuando donde quien quienes por como cuanto cuanta cuantos cuantas puedo puede podria hay
    qual quais quando onde quem quanto quanta quantos quantas posso pode poderia tem existe
"""
_ASKING = frozenset(_QUESTION_WORDS.split())
_HAPPY_FACES = re.compile("[😀😃😄😁😊🙂😍🥰😘🤗😂🤣👍👏🙌🎉💕❤💖💙💚✨🌟⭐💪👌🙏😎😉😋]|[:;=]-?[)D]|<3")
_SAD_FACES = re.compile("[😡😠😢😭👎💔😞😒🙄😤😩😖😣😔🙁☹😕😟😱🤬😑🤦🤮💩]|:'?-?[(/]")


def of_facts(calm_text: str, words: Sequence[str], language: str) -> NDArray[np.float32]:
    """float32 (FACT_SIGNS,) of a calm text: nothing in it knows how loudly it was said."""
    asks = [
        float("?" in calm_text),
        float(calm_text.rstrip(" .").endswith("?")),
        float(bool(words) and words[0] in _ASKING),
        float(np.log1p(len(words))) / 4,
    ]
    return np.concatenate(
        [polarity.measures(words, language), intents.measures(calm_text), np.array(asks, np.float32)]
    )


def of_tone(text: str, balance: float) -> NDArray[np.float32]:
    """float32 (TONE_SIGNS,) of the text as it came; `balance` is polarity's, since "!" makes louder what is said."""
    letters = sum(map(str.isalpha, text))
    loud = min(text.count("!"), 3) / 3
    shouting = sum(map(str.isupper, text)) / letters if letters > 8 else 0.0
    happy, sad = len(_HAPPY_FACES.findall(text)), len(_SAD_FACES.findall(text))
    return np.array(
        [loud, loud * balance, shouting, np.log1p(rude_words(text)), np.log1p(happy), np.log1p(sad)],
        np.float32,
    )
