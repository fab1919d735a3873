"""What is known of a text in plain ASCII is what would be found out without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.folding import words
from feedback_router.domain.plain import plain_or_none
from feedback_router.text import personal_data

ASCII = st.text(st.characters(codec="ascii"), max_size=40)
PIECES = """
    my name is|me llamo|I am|I'm|this is|soy|sou o|habla|saludos,|regards,|Ana|Ana Silva|ANA|ana|calle|c/|av.|High|
    Street|St.|12|4B|28013|+34 600 123 456|1.2.3.4|a@b.es|@shop|v|thanks|_|.|(|sooo
"""
TELLING = st.lists(st.sampled_from([piece.strip() for piece in PIECES.split("|")]), max_size=8)


@given(ASCII)
def test_the_words_are_those_of_the_text(text: str) -> None:
    plain = plain_or_none(text)
    assert plain
    assert plain.words == words(text)
    assert plain.has_digits == any(map(str.isdigit, text))


@pytest.mark.parametrize(
    ("text", "is_stretched"), [("SO GOOD", False), ("sooo good", True), ("it's 1000", False)]
)
def test_a_text_is_stretched_where_a_letter_is_held_down(text: str, is_stretched: bool) -> None:
    plain = plain_or_none(text)
    assert plain
    assert plain.is_stretched == is_stretched


@pytest.mark.parametrize("text", ["año", "it’s", "so bad 😡"])
def test_of_any_other_text_nothing_is_known(text: str) -> None:
    assert plain_or_none(text) is None


@given(TELLING, st.sampled_from([" ", "\n", ", ", ""]))
def test_the_same_personal_data_are_found_in_it(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert personal_data.find(text, "en", plain_or_none(text)) == personal_data.find(text, "en")
