"""Which language a comment is in."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.text.language import SERVED, detect, detect_all

SHORT_TEXTS = Path(__file__).parents[4] / "shared" / "data" / "eval" / "lid.jsonl"

SENTENCES = [
    ("La instalación tardó tres semanas y nadie me avisó", "es"),
    ("The fitter was friendly but he came a day late", "en"),
    ("A entrega atrasou e ninguém soube me dizer por quê", "pt"),
    ("La livraison est arrivée avec trois jours de retard", "other"),
    ("Der Techniker ist einfach nicht gekommen", "other"),
    ("El tècnic no va venir i ningú no em contesta", "other"),
    ("Курьер так и не приехал", "other"),
    ("配送が遅すぎます", "other"),
]


@pytest.mark.parametrize(("text", "language"), SENTENCES)
@pytest.mark.parametrize("hint", [None, *SERVED])
def test_a_sentence_is_recognised_whatever_the_survey_s_language(
    text: str, language: str, hint: str | None
) -> None:
    assert detect(text, hint) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("muy buena atención", "es"),
        ("great staff", "en"),
        ("não funciona", "pt"),
        ("no funciona", "es"),
        ("too slow", "en"),
        ("ótimo atendimento", "pt"),
        ("nunca llegó", "es"),
        ("nunca chegou", "pt"),
    ],
)
def test_two_or_three_words_are_enough(text: str, language: str) -> None:
    assert detect(text) == language


def test_confidence_tells_a_clear_text_from_one_that_the_hint_decided() -> None:
    clear, tied, empty = detect_all(
        [("La instalación tardó tres semanas y nadie me avisó", "es"), ("Todo excelente", "pt"), ("", "pt")]
    )
    assert 0.5 == empty.confidence <= tied.confidence < clear.confidence <= 1


@pytest.mark.parametrize("hint", ["es", "es-MX", "es_AR", "ES"])
def test_a_text_valid_in_two_languages_is_in_the_survey_s(hint: str) -> None:
    assert detect("Excelente atendimento", "pt-BR") == "pt"
    assert detect("Todo excelente", hint) == "es"
    assert detect("Todo excelente", "pt") == "pt"


@pytest.mark.parametrize(
    "text", ["", "   ", "😡😡", "10/10 !!!", "https://example.test/en", "@escucha", "a\ud800"]
)
def test_a_text_without_words_is_in_the_survey_s_language_or_none(text: str) -> None:
    assert detect(text, "pt-BR") == "pt"
    assert detect("" if "\ud800" in text else text) == "other"


def test_a_word_too_short_to_tell_is_in_the_survey_s_language() -> None:
    assert [detect("ok", hint) for hint in SERVED] == list(SERVED)


@pytest.mark.parametrize("hint", [None, "fr", "fr-CA"])
def test_a_hint_that_is_not_served_does_not_help(hint: str | None) -> None:
    assert detect("😡", hint) == "other"


def test_links_and_addresses_do_not_count() -> None:
    assert detect("no llegó https://www.example.test/where-is-my-order-the-thing @the_best_shop") == "es"


@given(st.text(), st.none() | st.sampled_from(["es-ES", "en", "pt_BR", "fr", ""]))
def test_any_text_has_an_answer(text: str, hint: str | None) -> None:
    assert detect(text, hint) in {*SERVED, "other"}


def test_many_threads_get_the_same_answers() -> None:
    texts = [text for text, _ in SENTENCES] * 200
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(detect, texts)) == [language for _, language in SENTENCES] * 200


@pytest.mark.parametrize(
    ("characters", "hinted", "at_least"),
    [(60, False, 0.98), (60, True, 0.99), (25, False, 0.945), (25, True, 0.97)],
)
def test_short_real_comments_are_recognised(characters: int, hinted: bool, at_least: float) -> None:
    if not SHORT_TEXTS.exists():
        pytest.skip(f"the labelled texts are not here: {SHORT_TEXTS}")
    rows = [json.loads(line) for line in SHORT_TEXTS.read_text("utf-8").splitlines()]
    short = [row for row in rows if len(row["text"]) <= characters]
    right = sum(detect(row["text"], row["label"] if hinted else None) == row["label"] for row in short)
    assert right / len(short) >= at_least
