"""Which words of a comment a rule hears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.phrases import PhraseError, PhraseIndex, parse_phrase
from feedback_router.domain.swearing import SWEARING


def heard(comment: str, *written: str) -> list[str]:
    return list(PhraseIndex(map(parse_phrase, written)).find(comment).values())


def test_a_word_is_heard_whole() -> None:
    assert heard("The bill is wrong", "bill") == ["bill"]
    assert heard("The billboard is wrong", "bill") == []


def test_a_stem_is_heard_in_every_word_that_begins_with_it() -> None:
    assert heard("Me FACTURARON dos veces", "factur*") == ["FACTURARON"]
    assert heard("Una manufactura", "factur*") == []


def test_a_phrase_is_heard_across_spaces_and_punctuation() -> None:
    assert heard("Charged\ntwice!", "charged twice") == ["Charged twice"]
    assert heard("Charged me twice", "charged twice") == []
    assert heard("Charged", "charged twice") == []


def test_the_last_word_of_a_phrase_may_be_a_stem() -> None:
    assert heard("Fue un doble cobro", "doble cobr*") == ["doble cobro"]
    assert heard("Fue un doble recibo", "doble cobr*") == []


def test_the_customer_s_own_spelling_is_quoted() -> None:
    assert heard("La Instalación no llegó", "instalacion") == ["Instalación"]


def test_what_is_heard_comes_in_the_order_of_the_comment() -> None:
    assert heard("El router y la factura", "factura", "router") == ["router", "factura"]


def test_either_kind_of_apostrophe_is_the_same() -> None:
    assert heard("It doesn’t work", "doesn't work") == ["doesn’t work"]


def test_swearing_within_a_phrase_does_not_hide_it() -> None:
    assert heard("It doesn't FUCKING work", "doesn't work") == ["doesn't FUCKING work"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", '"" contains no word.'),
        ("¡!", '"¡!" contains no word.'),
        ("*", '"*" contains no word.'),
        ("fac*tura", 'In "fac*tura" the * may only stand at the very end, as in "factur*".'),
        ("*factura", 'In "*factura" the * may only stand at the very end, as in "factur*".'),
        ("factur**", 'In "factur**" the * may only stand at the very end, as in "factur*".'),
        ("fa*", 'In "fa*" the * needs at least 3 letters right before it.'),
        ("factura *", 'In "factura *" the * needs at least 3 letters right before it.'),
        ("Mierda", '"mierda" is tone, not fact: routing does not listen to swearing.'),
    ],
)
def test_a_phrase_that_cannot_be_heard_is_refused_in_words(written: str, sentence: str) -> None:
    with pytest.raises(PhraseError) as refused:
        parse_phrase(written)
    assert str(refused.value) == sentence


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzñáéíóúçãõ", min_size=3, max_size=12).filter(
    lambda word: SWEARING.isdisjoint(parse_if_possible(word))
)


def parse_if_possible(word: str) -> tuple[str, ...]:
    try:
        return parse_phrase(word).words
    except PhraseError:
        return tuple(SWEARING)


@given(WORDS, st.data())
def test_hearing_ignores_case_and_accents(word: str, data: st.DataObject) -> None:
    unaccented = word.translate(str.maketrans("ñáéíóúçãõ", "naeioucao"))
    shout = data.draw(st.sampled_from([str.lower, str.upper, str.title]))
    said = shout(data.draw(st.sampled_from([word, unaccented])))
    assert heard(f"¿{said}?", word) == [said]
    assert heard(f"¿{said}?", unaccented) == [said]
