"""What is remembered of words changes nothing but the time that it takes."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.text.vocabulary import Spread, Vocabulary, place_of

TEXTS = st.lists(st.lists(st.text("abñ🙂", min_size=1, max_size=5), max_size=5), max_size=5)


def same(one: Spread, other: Spread) -> bool:
    return [part.tolist() for part in one] == [part.tolist() for part in other]


@given(TEXTS, TEXTS)
def test_known_words_have_the_places_of_new_ones(before: list[list[str]], texts: list[list[str]]) -> None:
    taught = Vocabulary()
    taught.spread(before)
    assert same(taught.spread(texts), Vocabulary().spread(texts))


@given(st.lists(TEXTS, max_size=5))
def test_forgetting_changes_nothing(batches: list[list[list[str]]]) -> None:
    forgetful, mindful = Vocabulary(most=4), Vocabulary()
    for texts in batches:
        assert same(forgetful.spread(texts), mindful.spread(texts))


@given(TEXTS)
def test_a_text_has_the_places_that_it_has_alone(texts: list[list[str]]) -> None:
    together = Vocabulary().spread(texts)
    for words, (begin, end) in zip(texts, pairwise(together.texts), strict=True):
        assert np.array_equal(together.places[begin:end], Vocabulary().spread([words]).places)


def test_a_pair_lies_between_its_words() -> None:
    spread = Vocabulary().spread([["no", "water"], ["water"]])
    water = place_of("water")
    assert [spread.places[begin] for begin in spread.words[1:3]] == [water, water]
    assert spread.followed.tolist() == [True, False, False]
    assert spread.texts.tolist() == [0, spread.words[2], spread.words[3]]
