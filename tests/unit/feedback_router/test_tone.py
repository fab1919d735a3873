"""The tone of a comment is not one of its facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.folding import words
from feedback_router.domain.insults import INSULTS
from feedback_router.domain.swearing import SWEARING
from feedback_router.domain.tone import as_sentences, calm, calmed, rude_words

CALM = [
    "The technician never came and nobody called me",
    "Me cobraron dos veces la misma factura",
    "O pedido chegou quebrado e ninguém responde",
]
ANGRY = [
    ("THE TECHNICIAN NEVER CAME and nobody called me!!!", CALM[0]),
    ("The fucking technician never came and nobody called me, you bunch of idiots", CALM[0]),
    ("The technician never came and nobody called me 😡🤬", CALM[0]),
    ("The f***ing technician never came and nobody called me!", CALM[0]),
    ("¡¡¡Me cobraron DOS VECES la misma maldita factura, hijos de puta!!!", CALM[1]),
    ("Me cobraron dos veces la misma factura. Son unos ladrones", CALM[1]),
    ("O pedido chegou quebraaaado e ninguém responde, seus idiotas!", CALM[2]),
    (
        "A porra do pedido chegou quebrado e ninguém responde, bando de vigaristas",
        "A do pedido chegou quebrado e ninguém responde",
    ),
]


def bare(text: str) -> list[str]:
    return [word.strip(".,;") for word in calm(text).split() if word.strip(".,;")]


@pytest.mark.parametrize(("angry", "quiet"), ANGRY)
def test_an_angry_comment_has_the_words_of_the_calm_one(angry: str, quiet: str) -> None:
    assert bare(angry) == bare(quiet)


@given(
    st.sampled_from(CALM),
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from(sorted(SWEARING | INSULTS)))),
    st.integers(0, 5),
    st.booleans(),
)
def test_swearing_shouting_and_exclamation_marks_change_nothing(
    text: str, rude: list[tuple[int, str]], marks: int, shouted: bool
) -> None:
    words = text.split()
    for place, word in rude:
        words.insert(min(place, len(words)), word)
    angry = " ".join(words) + "!" * marks
    assert calm(angry.upper() if shouted else angry) == calm(text)


@given(st.text())
def test_a_calm_text_stays_as_it_is(text: str) -> None:
    assert calm(calm(text)) == calm(text)


def test_sentences_begin_with_a_capital() -> None:
    assert as_sentences("nobody came. i waited? yes") == "Nobody came. I waited? Yes"


def test_an_address_or_a_rating_is_no_bleeped_word() -> None:
    assert calm("5* hotel, write to me at ana@example.com") == "5* hotel, write to me at ana@example.com"


@given(
    st.lists(
        st.sampled_from(["no", "water", "you", "idiots", ",", ";", "s#it", "FUUUCK!!!", "são", "😡", "¿?"])
    )
)
def test_what_is_worked_out_on_the_way_is_what_the_texts_say(said: list[str]) -> None:
    text = " ".join(said)
    read = calmed(text)
    assert read.words == words(read.text)
    assert read.rude == rude_words(text)
