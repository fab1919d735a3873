"""A batch of comments made ready for the models: calm texts, words, n-grams, signs and vectors, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.tone import as_sentences, calmed
from feedback_router.text import ngrams, signs
from feedback_router.text.encoder import Encoder

BALANCE = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What the models see of n comments. `vectors` is None without the encoder."""

    calm: list[str]
    words: list[list[str]]
    ngrams: ngrams.Ngrams
    facts: NDArray[np.float32]
    tone: NDArray[np.float32]
    vectors: NDArray[np.float32] | None


def read(
    texts: Sequence[str], languages: Sequence[str], idf: NDArray[np.float32], encoder: Encoder | None
) -> Reading:
    """Read texts in their languages ("es", "en", "pt", "other")."""
    quiet = [calmed(text) for text in texts]
    calm = [one.text for one in quiet]
    words = [ngrams.with_question(one.words, one.text) for one in quiet]
    facts = list(map(signs.of_facts, calm, words, languages))
    tone = [
        signs.of_tone(text, known[BALANCE], one.rude)
        for text, known, one in zip(texts, facts, quiet, strict=True)
    ]
    vectors = None if encoder is None else encoder.encode([as_sentences(text) for text in calm])
    return Reading(
        calm,
        words,
        ngrams.weigh(ngrams.count(words), idf),
        _rows(facts, signs.FACT_SIGNS),
        _rows(tone, signs.TONE_SIGNS),
        vectors,
    )


def _rows(measured: list[list[float]], columns: int) -> NDArray[np.float32]:
    return np.array(measured, np.float32).reshape(-1, columns)
