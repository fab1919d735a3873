"""Turns of phrase are heard where they begin, and counted once."""

import re
from math import expm1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.text import intents


def heard(calm_text: str) -> dict[str, int]:
    counts = (round(expm1(measure)) for measure in intents.measures(calm_text))
    return {sign: count for sign, count in zip(intents.SIGNS, counts, strict=True) if count}


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("i'd like a dark theme", {"proposing": 1}),
        ("(should be there)", {"proposing": 1}),
        ("¿quién viene?", {"asking": 1}),
        ("los clientes no llegan", {"telling": 1, "suffering": 1}),
        ("add a map. it should be big", {"proposing": 2, "commanding": 1}),
        ("shoulder pain", {}),
        ("", {}),
    ],
)
def test_what_a_text_wants_is_told_by_its_turns_of_phrase(text: str, signs: dict[str, int]) -> None:
    assert heard(text) == signs


@given(
    st.lists(
        st.sampled_from(
            ["no one", "still", "not", "can't", "wait", "3 days", "(refund)", "gracias,", "what's"]
        )
    )
)
def test_each_sign_is_found_as_a_search_through_the_whole_text_finds_it(said: list[str]) -> None:
    text = " ".join(said)
    patterns = intents._patterns().anywhere._patterns
    expected = [len(re.findall(pattern, text)) for pattern in patterns]
    assert [round(expm1(measure)) for measure in intents.measures(text)] == expected
