"""Which words of a comment speak most for its severity, where none of our phrases does."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.folding import WORD
from feedback_router.text.ngrams import Ngrams, spread
from feedback_router.text.reading import Reading
from feedback_router.text.vocabulary import PLACES, Spread

# How many words in a row are quoted.
_QUOTED = 4


def most_telling(
    reading: Reading, rows: Sequence[int], weights: NDArray[np.float32], shares: NDArray[np.float32]
) -> list[str]:
    """For some rows of a reading, the few words in a row that raise the mean level most, as they are written.

    `weights` (places × levels) are the model's, `shares` (rows of the reading × levels) the probabilities. An n-gram
    counts by its value times the slope of the mean: share × (level − mean), summed over levels.
    """
    said = spread([reading.words[row] for row in rows])
    found = _raises(reading.ngrams, rows, said, weights, shares[rows])
    pairs = said.words[1:][said.followed] - 1
    begins = np.sort(np.concatenate([said.words[:-1], pairs]))
    sums = (np.add.reduceat(found, begins) if len(begins) else found).astype(np.float64)
    alone = sums[np.searchsorted(begins, said.words[:-1])]
    following = np.zeros(len(alone))
    following[said.followed] = sums[np.searchsorted(begins, pairs)]
    runs = _in_a_row(alone, _QUOTED) + _in_a_row(following, _QUOTED - 1)
    ends = np.searchsorted(said.words, said.texts).tolist()
    return [
        # A question mark counts as a last word, but can't be quoted.
        _quoted(reading.calm[row], end - first - ("?" in reading.calm[row]), runs[first:])
        for row, first, end in zip(rows, ends, ends[1:], strict=False)
    ]


def _in_a_row(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The sum of so many values from each one on, where as many words as are quoted follow."""
    room = max(len(values) - _QUOTED + 1, 0)
    sums = np.zeros(room)
    for place in range(count):
        sums += values[place : place + room]
    return sums


def _raises(
    ngrams: Ngrams,
    rows: Sequence[int],
    said: Spread,
    weights: NDArray[np.float32],
    shares: NDArray[np.float32],
) -> NDArray[np.float32]:
    """By how much each n-gram that is said raises the mean level of its row."""
    levels = np.arange(shares.shape[1], dtype=np.float32)
    slopes = shares * (levels - (shares * levels).sum(axis=1, keepdims=True))
    raised = np.empty(len(said.places), np.float32)
    by_place = np.empty(PLACES, np.float32)
    for number, row in enumerate(rows):
        own = slice(ngrams.starts[row], ngrams.starts[row + 1])
        known = ngrams.places[own]
        # Not by BLAS: its kernels read beyond so few columns, and warn of what they find there.
        by_place[known] = ngrams.values[own] * np.einsum("pl,l->p", weights[known], slopes[number])
        its = slice(said.texts[number], said.texts[number + 1])
        raised[its] = by_place[said.places[its]]
    return raised


def _quoted(calm_text: str, count: int, runs: NDArray[np.float64]) -> str:
    """Of a text of so many words those in a row that weigh most, given what the runs from each word on do."""
    if not count:
        return calm_text.strip()
    first = int(runs[: count - _QUOTED + 1].argmax()) if count > _QUOTED else 0
    spans = [found.span() for found in islice(WORD.finditer(calm_text), first, first + min(_QUOTED, count))]
    return calm_text[spans[0][0] : spans[-1][1]]
