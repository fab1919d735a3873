"""The words that have been said so far and the places of their n-grams, so that known words cost next to nothing.

Most words of a comment have been seen before in the same process: that makes thousands of texts a second without a
compiled tokenizer.
"""

from collections.abc import Sequence
from itertools import chain
from threading import Lock
from typing import NamedTuple, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feedback_router.text import letter_groups

WORD_PLACES = 1 << 17
LETTER_PLACES = 1 << 17
PLACES = WORD_PLACES + LETTER_PLACES

_MOST_WORDS = 30_000

Number = TypeVar("Number", np.int32, np.int64)


class Spread(NamedTuple):
    """The places of texts in the order in which they are said: each word's own, its groups of letters, and the one of
    the pair that it makes with the next word of its text.

    `words` and `texts` tell where those of each word and text begin, and at last where all end; `followed`, which words
    make a pair.
    """

    places: NDArray[np.int32]
    words: NDArray[np.int64]
    followed: NDArray[np.bool_]
    texts: NDArray[np.int64]


def place_of(word: str) -> int:
    """The place of a single folded word."""
    return crc32(word.encode("utf-8", "replace")) % WORD_PLACES


class Vocabulary:
    """Remembers words; safe in threads. When they are too many, all are forgotten."""

    def __init__(self, most: int = _MOST_WORDS) -> None:
        self._most = most
        self._lock = Lock()
        self._forget()

    def spread(self, texts: Sequence[Sequence[str]]) -> Spread:
        """The places of texts, given their folded words."""
        said = list(chain.from_iterable(texts))
        if not said:
            return _nothing(len(texts))
        with self._lock:
            self._learn(set(said))
            rows = np.fromiter(map(self._numbers.__getitem__, said), np.int64, len(said))
            codes, following = map(self._codes.__getitem__, said), map(self._following.__getitem__, said[1:])
            # The code of "no water" is that of "no", gone on with " water".
            pairs = np.fromiter(map(crc32, following, codes), np.int64, len(said) - 1)
            # The pool has room for one more: what is read of a word ends with the room for its pair.
            begins, own, pool = self._begins[rows], self._counts[rows], self._pool
        ends_of_texts = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
        followed = np.ones(len(said), bool)
        followed[ends_of_texts[ends_of_texts > 0] - 1] = False
        ends = np.cumsum(own + followed)
        words = np.concatenate([[0], ends])
        places = pool[np.repeat(begins - words[:-1], own + followed) + np.arange(ends[-1])]
        places[ends[:-1][followed[:-1]] - 1] = pairs[followed[:-1]] % WORD_PLACES
        return Spread(places, words, followed, words[np.concatenate([[0], ends_of_texts])])

    def _forget(self) -> None:
        # Of each word its number, its code, and the bytes that it adds to the code of a word before it: a dictionary
        # for each is read faster than one of tuples, and gives the garbage collector nothing to look through.
        self._numbers: dict[str, int] = {}
        self._codes: dict[str, int] = {}
        self._following: dict[str, bytes] = {}
        self._begins = np.zeros(0, np.int64)
        self._counts = np.zeros(0, np.int64)
        self._pool = np.zeros(0, np.int32)
        self._used = 0

    def _learn(self, said: set[str]) -> None:
        new = list(said.difference(self._numbers))
        if not new:
            return
        if len(self._numbers) + len(new) > self._most:
            self._forget()
            new = list(said)
        written = [word.encode("utf-8", "replace") for word in new]
        codes = list(map(crc32, written))
        groups, counts = letter_groups.codes_of(new)
        own = np.cumsum(counts + 1) - counts - 1
        places = np.empty(len(groups) + len(new), np.int32)
        is_group = np.ones(len(places), bool)
        is_group[own] = False
        places[own] = np.array(codes) % WORD_PLACES
        places[is_group] = groups % LETTER_PLACES + WORD_PLACES
        first, end = len(self._numbers), len(self._numbers) + len(new)
        self._begins = _set(self._begins, first, self._used + own)
        self._counts = _set(self._counts, first, counts + 1)
        self._pool = _set(self._pool, self._used, places)
        self._used += len(places)
        self._numbers.update(zip(new, range(first, end), strict=True))
        self._codes.update(zip(new, codes, strict=True))
        self._following.update(zip(new, (b" " + word for word in written), strict=True))


def _set(known: NDArray[Number], first: int, values: NDArray[Number]) -> NDArray[Number]:
    """An array with these values from this place on, and with room for at least one more; it is copied only when it is
    full, into one of twice the size."""
    end = first + len(values)
    if end >= len(known):
        known = np.concatenate([known[:first], np.zeros(2 * end + 1 - first, known.dtype)])
    known[first:end] = values
    return known


def _nothing(texts: int) -> Spread:
    """What texts without words are."""
    return Spread(
        np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, bool), np.zeros(texts + 1, np.int64)
    )
