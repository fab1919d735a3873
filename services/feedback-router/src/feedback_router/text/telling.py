"""Which words of a comment speak most for its severity, where none of our phrases does."""

from collections.abc import Sequence
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.folding import WORD
from feedback_router.text.reading import Reading
from feedback_router.text.vocabulary import PLACES, Spread

# How many words in a row are quoted.
_QUOTED = 4


def most_telling(
    reading: Reading, rows: Sequence[int], weights: NDArray[np.float32], shares: NDArray[np.float32]
) -> list[str]:
    """For some rows of a reading, in their order, the few words in a row that raise the mean level most, as they are
    written.

    `weights` (places × levels) are the model's, `shares` (rows of the reading × levels) the probabilities. An n-gram
    counts by its value times the slope of the mean: share × (level − mean), summed over levels.
    """
    said = reading.said
    alone, following = _by_word(said, _raises(reading, rows, weights, shares[rows]))
    runs = _in_a_row(alone, _QUOTED) + _in_a_row(following, _QUOTED - 1)
    ends = np.searchsorted(said.words, said.texts).tolist()
    return [
        # A question mark counts as a last word, but can't be quoted.
        _quoted(calm, ends[row + 1] - ends[row] - ("?" in calm), runs[ends[row] :])
        for row in rows
        for calm in [reading.calm[row]]
    ]


def _raises(
    reading: Reading, rows: Sequence[int], weights: NDArray[np.float32], shares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """By how much each n-gram that is said raises the mean level of its row; nothing outside of these rows."""
    ngrams, said = reading.ngrams, reading.said
    levels = np.arange(shares.shape[1], dtype=np.float32)
    slopes = shares * (levels - (shares * levels).sum(axis=1, keepdims=True))
    sizes = np.diff(ngrams.starts)
    is_own = np.zeros(len(sizes), bool)
    is_own[rows] = True
    own = np.flatnonzero(np.repeat(is_own, sizes))
    # `take` picks rows of a table ten times as fast as an index does.
    places = ngrams.places.take(own)
    slope = np.repeat(slopes, sizes[rows], axis=0)
    # Not by BLAS: its kernels read beyond so few columns, and warn of what they find there.
    raises = ngrams.values.take(own) * np.einsum("pl,pl->p", weights.take(places, axis=0), slope)
    raised = np.zeros(len(said.places), np.float32)
    by_place = np.empty(PLACES, np.float32)
    texts = said.texts.tolist()
    ends = np.cumsum(sizes[rows]).tolist()
    for row, (first, end) in zip(rows, pairwise([0, *ends]), strict=True):
        by_place[places[first:end]] = raises[first:end]
        raised[texts[row] : texts[row + 1]] = by_place[said.places[texts[row] : texts[row + 1]]]
    return raised


def _by_word(said: Spread, raised: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the n-grams of each word add up to, and what the pair does that it makes with the next one."""
    if not len(raised):
        return np.zeros(0), np.zeros(0)
    # In the order in which they are said: each word's own n-grams and then, if it is followed, its pair.
    own = np.arange(len(said.followed)) + np.cumsum(said.followed) - said.followed
    pairs = own[said.followed] + 1
    begins = np.empty(len(own) + len(pairs), np.int64)
    begins[own] = said.words[:-1]
    begins[pairs] = said.words[1:][said.followed] - 1
    sums = np.add.reduceat(raised, begins).astype(np.float64)
    following = np.zeros(len(own))
    following[said.followed] = sums[pairs]
    return sums[own], following


def _in_a_row(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The sum of so many values from each one on, where as many words as are quoted follow."""
    room = max(len(values) - _QUOTED + 1, 0)
    sums = np.zeros(room)
    for place in range(count):
        sums += values[place : place + room]
    return sums


def _quoted(calm_text: str, count: int, runs: NDArray[np.float64]) -> str:
    """Of a text of so many words those in a row that weigh most, given what the runs from each word on do."""
    if not count:
        return calm_text.strip()
    first = int(runs[: count - _QUOTED + 1].argmax()) if count > _QUOTED else 0
    words = list(islice(WORD.finditer(calm_text), first, first + min(_QUOTED, count)))
    return calm_text[words[0].start() : words[-1].end()]
