"""A batch of comments made ready for the models: calm texts, words, n-grams, signs and vectors, worked out once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.plain import Plain
from feedback_router.domain.tone import as_sentences, calmed
from feedback_router.text import ngrams, polarity, signs
from feedback_router.text.encoder import Encoder
from feedback_router.text.vocabulary import Spread


class ReadText(NamedTuple):
    """One text as routing sees it: calm, its words, its n-grams, and what the encoder makes of it, None without one."""

    calm: str
    words: list[str]
    places: NDArray[np.int32]
    values: NDArray[np.float32]
    vector: NDArray[np.float32] | None


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

    def texts(self) -> list[ReadText]:
        """Each text of them by itself."""
        of_texts = starmap(slice, pairwise(self.ngrams.starts.tolist()))
        vectors = repeat(None) if self.vectors is None else self.vectors
        return [
            ReadText(calm, words, self.ngrams.places[own], self.ngrams.values[own], vector)
            for calm, words, own, vector in zip(self.calm, self.words, of_texts, vectors, strict=False)
        ]


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
