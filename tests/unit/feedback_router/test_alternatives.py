"""One pattern of many phrases finds what they find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.text.alternatives import one_of

PHRASES = ["ab", r"a?b\sc", "(?:b|ca)c", "(?:a )?cb", r"[ab]+\d", "c", r"\d+a"]


@given(st.lists(st.sampled_from(PHRASES), min_size=1, unique=True), st.text("abc 1", max_size=20))
def test_it_finds_a_phrase_where_any_of_them_stands(phrases: list[str], text: str) -> None:
    together = re.compile(one_of(phrases))
    starts = {found.start() for phrase in phrases for found in re.finditer(f"(?={phrase})", text)}
    assert {found.start() for found in re.finditer(f"(?={together.pattern})", text)} == starts


@pytest.mark.parametrize(
    ("text", "found"), [("i saw it", "i saw"), ("we saw it", "we saw"), ("he saw it", None)]
)
def test_a_phrase_may_begin_with_a_choice(text: str, found: str | None) -> None:
    match = re.match(one_of(["(?:i|we) saw"]), text)
    assert (match[0] if match else None) == found


def test_no_phrase_at_all_is_never_found() -> None:
    assert not re.search(one_of([]), "anything")
