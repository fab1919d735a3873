"""Texts of teams, and texts as the model sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from feedback_router.domain.tone import as_sentences, calm
from feedback_router.text import ngrams
from feedback_router.text.reading import ReadText
from feedback_router.text.routing.places import Places
from feedback_router.text.vocabulary import PLACES

# So many cells of a table fit into the cache of a processor.
_CELLS = 1 << 19


class Encoding(Protocol):
    """What `text.encoder.Encoder` does."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A description or a corrected comment of a team; `id` names it in explanations."""

    id: str
    text: str
    team: str


@dataclass(frozen=True)
class Rows:
    """Texts as the model sees them: calm, their words, n-grams and vectors (None without the encoder)."""

    texts: tuple[str, ...]
    said: tuple[list[str], ...]
    words: csr_matrix
    vectors: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.texts)

    def picked(self, numbers: Sequence[int] | NDArray[np.int64]) -> "Rows":
        """Those rows of them."""
        return Rows(
            tuple(self.texts[number] for number in numbers),
            tuple(self.said[number] for number in numbers),
            self.words[numbers],
            None if self.vectors is None else self.vectors[numbers],
        )

    def followed_by(self, others: "Rows") -> "Rows":
        """These rows and then the others."""
        from scipy.sparse import vstack  # noqa: PLC0415

        vectors = (self.vectors, others.vectors)
        return Rows(
            self.texts + others.texts,
            self.said + others.said,
            vstack([self.words, others.words], format="csr"),
            None if vectors[0] is None or vectors[1] is None else np.vstack([vectors[0], vectors[1]]),
        )

    def likeness(self, known: "Rows") -> NDArray[np.float64]:
        """Cosine (n × known) of the vectors; of the n-grams where there are none."""
        if self.vectors is not None and known.vectors is not None:
            return np.asarray(self.vectors @ known.vectors.T, np.float64)
        return known.in_common(self.words)

    def in_common(self, words: csr_matrix) -> NDArray[np.float64]:
        """The cosine of other texts' n-grams (n × PLACES) with those of each of these: float64 (n × these)."""
        likeness = np.zeros((words.shape[0], len(self)))
        if not len(self):
            return likeness
        places, own = self._own_places
        others = places.columns(words)
        # A few texts at once, laid out in full: that takes half of the time of a sparse product.
        step = max(min(_CELLS // max(len(places), 1), len(likeness)), 1)
        table = np.zeros((len(places), step), np.float32)
        for first in range(0, len(likeness), step):
            starts = others.indptr[first : first + step + 1]
            some = slice(starts[0], starts[-1])
            cells = others.indices[some], np.repeat(np.arange(len(starts) - 1), np.diff(starts))
            table[cells] = others.data[some]
            likeness[first : first + step] = (own @ table).T[: len(starts) - 1]
            table[cells] = 0
        return likeness

    @cached_property
    def _own_places(self) -> tuple[Places, csr_matrix]:
        """The places that these texts say, and their n-grams there."""
        places = Places(np.flatnonzero(np.bincount(self.words.indices, minlength=PLACES)))
        return places, places.columns(self.words)


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes texts ready. Without an encoder their n-grams, weighed by `idf`, are all that is seen; `middle` is the
    mean vector of customers' sentences."""

    encoder: Encoding | None
    idf: NDArray[np.float32]
    middle: NDArray[np.float32]

    def rows(self, texts: Sequence[str]) -> Rows:
        """Texts that nobody has read yet."""
        calmed = tuple(calm(text) for text in texts)
        said = tuple(map(ngrams.words_of, calmed))
        grams = ngrams.weigh(ngrams.count(said), self.idf)
        if self.encoder is None:
            return Rows(calmed, said, grams.matrix(), None)
        vectors = self.encoder.encode([as_sentences(text) for text in calmed])
        return Rows(calmed, said, grams.matrix(), vectors)

    def rows_of(self, read: Sequence[ReadText]) -> Rows:
        """The same of texts, at least one, that `pipeline.analyse` has read already."""
        calmed, said, places, values, vectors = zip(*read, strict=True)
        starts = np.cumsum([0, *map(len, places)])
        words = csr_matrix(
            (np.concatenate(values), np.concatenate(places), starts), shape=(len(read), PLACES)
        )
        return Rows(calmed, said, words, None if self.encoder is None else np.stack(vectors))

    def centred(self, rows: Rows) -> Rows:
        """The rows with their vectors from the middle, of length one again: what all sentences have in common tells no
        team from another (SimpleShot: Wang et al. 2019, arXiv 1911.04623)."""
        if rows.vectors is None:
            return rows
        # A text without a word has no vector, and stays so.
        apart = np.where(rows.vectors.any(axis=1, keepdims=True), rows.vectors - self.middle, 0)
        lengths = np.linalg.norm(apart, axis=1, keepdims=True)
        return replace(rows, vectors=(apart / np.maximum(lengths, 1e-9)).astype(np.float32))
