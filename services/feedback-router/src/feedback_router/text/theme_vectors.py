"""The vectors by which comments are put beside each other, and as they are kept: half precision, 1 kB each.

With the encoder they are its own; without it, n-grams are thrown into as many places, with signs, so that the cosine of
two comments stays nearly what it was (Weinberger et al. 2009). Vectors of different spaces can't be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_router.text import ngrams
from feedback_router.text.encoder import DIMENSIONS
from feedback_router.text.ngrams import Ngrams

_KNUTH = np.uint64(2654435761)


@dataclass(frozen=True, slots=True)
class Space:
    """Vectors of one model: how near a comment must be to a theme's middle to be of it (cosine), and how far apart the
    farthest two comments of a new theme may be (one minus cosine); both chosen by benchmarks/themes.py."""

    name: str
    join: float
    reach: float


ENCODED = Space("use-m3", join=0.75, reach=0.5)
COUNTED = Space("ngrams", join=0.5, reach=0.8)


def of_ngrams(counted: Ngrams) -> NDArray[np.float32]:
    """float32 (texts, DIMENSIONS), rows of length one or, without words, zero."""
    out = np.zeros((len(counted.starts) - 1, DIMENSIONS), np.float32)
    rows = np.repeat(np.arange(len(out)), np.diff(counted.starts))
    mixed = (counted.places.astype(np.uint64) * _KNUTH) & np.uint64(0xFFFFFFFF)
    mixed ^= mixed >> np.uint64(15)
    signs = np.where((mixed >> np.uint64(9)) & np.uint64(1), 1, -1)
    np.add.at(out, (rows, (mixed % np.uint64(DIMENSIONS)).astype(int)), counted.values * signs)
    return unit(out)


def weighed(texts: Sequence[str], idf: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same of texts."""
    return of_ngrams(ngrams.weigh(ngrams.count([ngrams.words_of(text) for text in texts]), idf))


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length one; what is zero stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)


def packed(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is kept."""
    return vector.astype("<f2").tobytes()


def unpacked(kept: Sequence[bytes]) -> NDArray[np.float32]:
    """float32 (n, DIMENSIONS) of what was kept."""
    joined = np.frombuffer(b"".join(kept), "<f2").astype(np.float32)
    return joined.reshape(len(kept), DIMENSIONS)
