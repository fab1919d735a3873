"""Texts of teams, and texts as the model sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from feedback_router.domain.tone import as_sentences, calm
from feedback_router.text import ngrams


class Encoding(Protocol):
    """What `text.encoder.Encoder` does."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A description or a corrected comment of a team; `id` names it in explanations."""

    id: str
    text: str
    team: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as the model sees them: calm, with their vectors (None without the encoder)."""

    texts: tuple[str, ...]
    words: csr_matrix
    vectors: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.texts)

    def picked(self, numbers: Sequence[int] | NDArray[np.int64]) -> "Rows":
        """Those rows of them."""
        return Rows(
            tuple(self.texts[number] for number in numbers),
            self.words[numbers],
            None if self.vectors is None else self.vectors[numbers],
        )

    def followed_by(self, others: "Rows") -> "Rows":
        """These rows and then the others."""
        from scipy.sparse import vstack  # noqa: PLC0415

        vectors = (self.vectors, others.vectors)
        return Rows(
            self.texts + others.texts,
            vstack([self.words, others.words], format="csr"),
            None if vectors[0] is None or vectors[1] is None else np.vstack([vectors[0], vectors[1]]),
        )

    def likeness(self, known: "Rows") -> NDArray[np.float64]:
        """Cosine (n × known) of the vectors; of the n-grams where there are none."""
        if self.vectors is not None and known.vectors is not None:
            return np.asarray(self.vectors @ known.vectors.T, np.float64)
        return np.asarray((self.words @ known.words.T).todense(), np.float64)


def read_rows(
    texts: Sequence[str],
    idf: NDArray[np.float32],
    encoder: Encoding | None,
    vectors: NDArray[np.float32] | None = None,
) -> Rows:
    """Make texts ready; `vectors` saves the encoding where it has been done."""
    calmed = tuple(calm(text) for text in texts)
    grams = ngrams.weigh(ngrams.count([ngrams.words_of(text) for text in calmed]), idf)
    if encoder is not None and vectors is None:
        vectors = encoder.encode([as_sentences(text) for text in calmed])
    return Rows(calmed, grams.matrix(), vectors)
