"""What counts as the same text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback_router.domain.folding import fold, tokens, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("La  FACTURA\n está mal", "la factura esta mal"),
        ("“No llegó” — dijo l’envío", '"no llego" — dijo l\'envio'),
        ("São João, ação", "sao joao, acao"),
        ("Straße", "strasse"),
        ("  ", ""),
    ],
)
def test_case_accents_spacing_and_the_shape_of_quotes_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
@example("İ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_token_stands_where_it_says_it_stands(text: str) -> None:
    ends = 0
    for token in tokens(text):
        assert ends <= token.start < token.end <= len(text)
        assert [again.text for again in tokens(text[token.start : token.end])] == [token.text]
        ends = token.end


@given(st.text() | st.text("aAbB1_ -'\x1c\t"))
def test_words_are_the_tokens_without_their_places(text: str) -> None:
    assert words(text) == [token.text for token in tokens(text)]


@given(st.text(alphabet="abcáéíñçü ñ'-.!"))
def test_composed_and_decomposed_accents_give_the_same_tokens(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [token.text for token in tokens(composed)] == [token.text for token in tokens(decomposed)]


def test_words_are_cut_at_apostrophes_and_hyphens() -> None:
    assert [token.text for token in tokens("caixa d’água, e-mail")] == ["caixa", "d", "agua", "e", "mail"]


def test_a_word_drawn_out_in_anger_is_the_same_word() -> None:
    assert [token.text for token in tokens("FACTURAAAA noooo bill 10000")] == [
        "factura",
        "no",
        "bill",
        "10000",
    ]
