"""A batch of comments made ready for the models: calm texts, words, n-grams, signs and vectors, worked out once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.plain import Plain
from feedback_router.domain.tone import as_sentences, calmed
from feedback_router.text import ngrams, polarity, signs
from feedback_router.text.encoder import Encoder
from feedback_router.text.vocabulary import Spread


@dataclass(frozen=True, slots=True)
class Reading:
    """What the models see of n comments. `vectors` is None without the encoder."""

    calm: list[str]
    words: list[list[str]]
    said: Spread
    ngrams: ngrams.Ngrams
    facts: NDArray[np.float32]
    tone: NDArray[np.float32]
    vectors: NDArray[np.float32] | None


def read(
    texts: Sequence[str],
    languages: Sequence[str],
    idf: NDArray[np.float32],
    encoder: Encoder | None,
    seen: Iterable[Plain | None] = repeat(None),
) -> Reading:
    """Read texts in their languages ("es", "en", "pt", "other"). `seen` is what is known of those in plain ASCII."""
    quiet = list(map(calmed, texts, seen))
    calm = [one.text for one in quiet]
    words = [ngrams.with_question(one.words, one.text) for one in quiet]
    facts = list(map(signs.of_facts, calm, words, languages))
    tone = [
        signs.of_tone(text, known[polarity.BALANCE], one.rude)
        for text, known, one in zip(texts, facts, quiet, strict=True)
    ]
    said = ngrams.spread(words)
    vectors = None if encoder is None else encoder.encode([as_sentences(text) for text in calm])
    return Reading(
        calm,
        words,
        said,
        ngrams.weigh(ngrams.count_spread(said), idf),
        _rows(facts, signs.FACT_SIGNS),
        _rows(tone, signs.TONE_SIGNS),
        vectors,
    )


def _rows(measured: list[list[float]], columns: int) -> NDArray[np.float32]:
    return np.array(measured, np.float32).reshape(-1, columns)
