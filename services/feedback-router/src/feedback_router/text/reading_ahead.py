"""Reads, before the first comment comes, the words that the project's own sentences say more than once: a word costs
time only when it is new."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from feedback_router.text import facts, personal_data
from feedback_router.text.language import SERVED, detect_all
from feedback_router.text.reading import read
from feedback_router.training.examples import kind_sentences, own_sentences

_SAID_OFTEN = 2
_WORDS_A_TEXT = 60


def read_ahead(idf: NDArray[np.float32]) -> None:
    """Do so, once a process: it takes a fifth of a second."""
    texts = _often_said()
    languages = [found.language for found in detect_all((text, None) for text in texts)]
    reading = read(texts, languages, idf, None)
    for calm, words in zip(reading.calm, reading.words, strict=True):
        facts.find(calm, words)
    personal_data.read_ahead()


def _often_said() -> list[str]:
    """The words that are said more than once, in texts of one language each."""
    said: dict[str, Counter[str]] = {language: Counter() for language in SERVED}
    for example in own_sentences() + kind_sentences():
        said[example.language].update(example.text.split())
    often = [[word for word, times in words.items() if times >= _SAID_OFTEN] for words in said.values()]
    return [
        " ".join(words[first : first + _WORDS_A_TEXT])
        for words in often
        for first in range(0, len(words), _WORDS_A_TEXT)
    ]
