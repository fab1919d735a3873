"""TF-IDF features without a vocabulary: words, pairs of words and groups of letters, hashed into fixed places.

Most words of a comment have been seen before in the same process, so the places of a word's letter groups are
remembered: thousands of texts a second without a compiled tokenizer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.folding import words

WORD_PLACES = 1 << 17
LETTER_PLACES = 1 << 17
PLACES = WORD_PLACES + LETTER_PLACES
_LETTERS = (2, 3, 4, 5)
_REMEMBERED_WORDS = 30_000


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A sparse matrix (texts × PLACES) in compressed rows; each row's values have the length one, or none."""

    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    values: NDArray[np.float32]

    def dot(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The product with dense weights (PLACES × columns): float32 (texts × columns)."""
        out = np.zeros((len(self.starts) - 1, weights.shape[1]), np.float32)
        full = np.flatnonzero(np.diff(self.starts))
        if len(full):
            products = weights[self.places] * self.values[:, None]
            out[full] = np.add.reduceat(products, self.starts[full], axis=0)
        return out


def words_of(text: str) -> list[str]:
    """The folded words of a text, and its question marks, which tell a question."""
    said = words(text)
    if "?" in text:
        said.append("?")
    return said


def count(texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Rows of distinct places with 1 + ln(count), from the words of each text: (starts, places, values)."""
    parts = [_places(words) for words in texts]
    ends = np.cumsum([0, *(sum(map(len, own)) for own in parts)])
    places = np.concatenate([part for own in parts for part in own] or [np.array([], np.int32)])
    for start, end in pairwise(ends.tolist()):
        # One short row after the other is sorted in a tenth of the time that all together take.
        places[start:end].sort()
    is_first = np.ones(len(places), bool)
    is_first[1:] = places[1:] != places[:-1]
    is_first[ends[:-1][ends[:-1] < len(places)]] = True
    first = np.flatnonzero(is_first)
    counts = np.diff(np.append(first, len(places)))
    return np.searchsorted(first, ends), places[first], (1 + np.log(counts)).astype(np.float32)


def weigh(
    counted: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]], idf: NDArray[np.float32]
) -> Ngrams:
    """TF-IDF: words and letters have the same share of each row, whose length is one."""
    starts, places, values = counted
    weighed = values * idf[places]
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    block = rows * 2 + (places >= WORD_PLACES)
    squares = np.bincount(block, weighed * weighed, minlength=2 * (len(starts) - 1))
    norm = np.sqrt(2 * np.maximum(squares, 1e-12)).astype(np.float32)
    return Ngrams(starts, places, weighed / norm[block])


def word_place(word: str) -> int:
    """The place of a single folded word."""
    return int(_word_places(word)[0])


def _places(words: Sequence[str]) -> list[NDArray[np.int32]]:
    pairs = [_pair_place(*pair) for pair in pairwise(words)]
    return [np.array(pairs, np.int32), *map(_word_places, words)]


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _pair_place(first: str, second: str) -> int:
    return crc32(f"{first} {second}".encode("utf-8", "replace")) % WORD_PLACES


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _word_places(word: str) -> NDArray[np.int32]:
    padded = f" {word} "
    letters = {padded[i : i + n] for n in _LETTERS for i in range(max(len(padded) - n + 1, 0))}
    return np.array(
        [
            crc32(word.encode("utf-8", "replace")) % WORD_PLACES,
            *(
                WORD_PLACES + crc32(group.encode("utf-8", "replace")) % LETTER_PLACES
                for group in sorted(letters)
            ),
        ],
        np.int32,
    )
