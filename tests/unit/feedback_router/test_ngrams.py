"""N-grams lie where the CRC-32 of their letters says, and weigh the same in whatever company."""

from itertools import pairwise
from zlib import crc32

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.text import ngrams
from feedback_router.text.vocabulary import LETTER_PLACES, PLACES, WORD_PLACES

WORDS = st.lists(st.text("abñ🙂", min_size=1, max_size=6), max_size=6)


def expected(words: list[str]) -> dict[int, int]:
    """How often each place occurs: words, pairs of words and, once a word, groups of two to five letters."""
    counts: dict[int, int] = {}
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    places = [crc32(said.encode()) % WORD_PLACES for said in [*words, *pairs]]
    for word in words:
        padded = f" {word} "
        groups = {padded[i : i + n] for n in (2, 3, 4, 5) for i in range(len(padded) - n + 1)}
        places += [WORD_PLACES + crc32(group.encode()) % LETTER_PLACES for group in groups]
    for place in places:
        counts[place] = counts.get(place, 0) + 1
    return counts


@given(st.lists(WORDS, max_size=4))
def test_each_text_has_its_words_pairs_and_groups_of_letters(texts: list[list[str]]) -> None:
    starts, places, values = ngrams.count(texts)
    for row, words in enumerate(texts):
        own = slice(starts[row], starts[row + 1])
        wanted = expected(words)
        assert (
            dict(
                zip(places[own].tolist(), np.round(np.exp(values[own] - 1)).astype(int).tolist(), strict=True)
            )
            == wanted
        )


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_the_product_with_weights_is_that_of_each_text_alone(texts: list[list[str]]) -> None:
    idf = np.ones(PLACES, np.float32)
    weights = np.random.default_rng(1).normal(size=(PLACES, 3)).astype(np.float32)
    together = ngrams.weigh(ngrams.count(texts), idf).dot(weights)
    alone = [ngrams.weigh(ngrams.count([words]), idf).dot(weights)[0] for words in texts]
    assert np.array_equal(together, np.array(alone))
