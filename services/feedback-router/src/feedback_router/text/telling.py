"""Which words of a comment speak most for its severity, where none of our phrases does."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.folding import WORD
from feedback_router.text.ngrams import Ngrams, places_of

# How many words in a row are quoted.
_QUOTED = 4


def most_telling(
    calm_text: str,
    words: Sequence[str],
    ngrams: Ngrams,
    row: int,
    weights: NDArray[np.float32],
    shares: NDArray[np.float32],
) -> str:
    """The few words in a row that raise the mean level of a calm text most, as they are written there.

    `weights` (places × levels) are the model's, `shares` the probabilities of the levels for this text, the `row` of
    `ngrams`. An n-gram counts by its value times the slope of the mean: share × (level − mean), summed over levels.
    """
    spans = [found.span() for found in WORD.finditer(calm_text)]
    if not spans:
        return calm_text.strip()
    levels = np.arange(len(shares), dtype=np.float32)
    slope = shares * (levels - shares @ levels)
    own = slice(ngrams.starts[row], ngrams.starts[row + 1])
    known, said = ngrams.places[own], ngrams.values[own] * (weights[ngrams.places[own]] @ slope)
    pairs, *by_word = places_of(words)
    places = np.concatenate([pairs, *by_word])
    found = said[np.searchsorted(known, places)]
    begins = list(accumulate(map(len, by_word), initial=len(pairs)))[:-1]
    # Plain numbers from here on: there are too few for numpy to be worth its while.
    alone, following = np.add.reduceat(found, begins).tolist(), found[: len(pairs)].tolist()
    length = min(_QUOTED, len(spans))
    # Of each run of so many words: the words, and the pairs within it.
    sums = [
        sum(alone[first : first + length]) + sum(following[first : first + length - 1])
        for first in range(len(spans) - length + 1)
    ]
    first = sums.index(max(sums))
    return calm_text[spans[first][0] : spans[first + length - 1][1]]
