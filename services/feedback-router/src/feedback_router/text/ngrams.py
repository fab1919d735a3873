"""TF-IDF features without a vocabulary: words, pairs of words and groups of letters, hashed into fixed places.

Most words of a comment have been seen before in the same process, so the places of a word's letter groups are
remembered: thousands of texts a second without a compiled tokenizer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

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

    def matrix(self) -> csr_matrix:
        """The same as scipy has it."""
        return csr_matrix((self.values, self.places, self.starts), shape=(len(self.starts) - 1, PLACES))

    def dot(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The product with dense weights (PLACES × columns): float32 (texts × columns)."""
        product: NDArray[np.float32] = self.matrix() @ weights
        return product


def words_of(text: str) -> list[str]:
    """The folded words of a text, and its question marks, which tell a question."""
    return with_question(words(text), text)


def with_question(said: list[str], text: str) -> list[str]:
    """The same where the words are known."""
    return [*said, "?"] if "?" in text else said


def count(texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Rows of distinct places with 1 + ln(count), from the words of each text: (starts, places, values)."""
    parts = [places_of(words) for words in texts]
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
    return int(_known(word).places[0])


class _Known(NamedTuple):
    """A word's code, the bytes that it adds to the code of a word before it, and its places: its own, its letters'."""

    code: int
    following: bytes
    places: NDArray[np.int32]


def places_of(words: Sequence[str]) -> list[NDArray[np.int32]]:
    """The places of the pairs of words, one each, and then those of each word: its own, its letters'."""
    if not words:
        return []
    codes, following, places = zip(*map(_known, words), strict=True)
    # The code of "no water" is that of "no", gone on with " water".
    pairs = np.fromiter(map(crc32, following[1:], codes), np.int64, len(words) - 1)
    return [(pairs % WORD_PLACES).astype(np.int32), *places]


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _known(word: str) -> _Known:
    written = word.encode("utf-8", "replace")
    code = crc32(written)
    groups = _letter_groups(word, written)
    places = np.fromiter(map(crc32, groups), np.int64, len(groups)) % LETTER_PLACES + WORD_PLACES
    return _Known(code, b" " + written, np.append(code % WORD_PLACES, places).astype(np.int32))


def _letter_groups(word: str, written: bytes) -> set[bytes]:
    if word.isascii():
        padded = b" " + written + b" "
        return {padded[i : i + n] for n in _LETTERS for i in range(len(padded) - n + 1)}
    letters = f" {word} "
    return {
        letters[i : i + n].encode("utf-8", "replace") for n in _LETTERS for i in range(len(letters) - n + 1)
    }
