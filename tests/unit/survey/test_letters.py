"""What a letter says and shows, by its survey and what is known."""

from datetime import UTC, datetime
from typing import Any

import pytest

from support.samples import AFTER_SUPPORT
from survey.domain.piping import Facts
from survey.letters import write_letter
from survey.schemas.surveys import SurveySchema

LINK = "https://faro.example/s/token"
NPS, CES, CSAT, CHOICE, COMMENT = AFTER_SUPPORT["questions"]


def written(*questions: dict[str, Any], facts: Facts = Facts(), language: str = "en", **changed: Any):  # noqa: B008
    survey = SurveySchema().load({**AFTER_SUPPORT, **changed, "questions": list(questions)})
    return write_letter("invitation", survey, language, facts, LINK)


@pytest.mark.parametrize(("question", "values"), [(NPS, range(11)), (CES, range(1, 8)), (CSAT, range(1, 6))])
def test_the_first_scale_becomes_buttons(question, values):
    letter = written(COMMENT, question)
    links = [f'{LINK}?{question["key"]}={value}"' for value in values]
    assert all(link in letter.html for link in links)
    assert letter.html.count('class="value"') == len(links)


def test_every_button_looks_the_same():
    html = written(NPS).html
    styles = {part.partition('">')[0] for part in html.split('style="display:block')[1:]}
    assert len(styles) == 1


def test_a_survey_without_a_scale_has_one_plain_button():
    letter = written(CHOICE)
    assert 'class="value"' not in letter.html
    assert f'href="{LINK}"' in letter.html


def test_a_question_that_may_not_be_asked_is_no_button():
    hidden = {**CES, "show_if": {"question": "recommend", "at_most": 6}}
    assert (
        'class="value"'
        not in written(
            {**CHOICE, "key": "recommend"}, {**hidden, "show_if": {"question": "recommend", "equals": "no"}}
        ).html
    )


def test_what_is_known_is_filled_in_and_escaped():
    title = dict.fromkeys(("en", "es", "pt"), "About {product|your order}")
    text = dict.fromkeys(("en", "es", "pt"), "How was {product|it}?")
    product = Facts(
        "Ana", datetime(2026, 11, 20, tzinfo=UTC), {"product": "Fish & <Chips>\r\nBcc: x@y.example"}
    )
    letter = written({**NPS, "text": text}, facts=product, title=title)
    assert letter.subject == "About Fish & <Chips> Bcc: x@y.example"
    assert "How was Fish &amp; &lt;Chips&gt;" in letter.html
    assert "How was Fish & <Chips>" in letter.text
    assert written({**NPS, "text": text}, title=title).subject == "About your order"


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_a_letter_is_small_and_ready_for_the_dark(language):
    letter = written(NPS, language=language)
    assert len(letter.html.encode()) + len(letter.text.encode()) < 12_000
    assert "prefers-color-scheme:dark" in letter.html
    assert f'<html lang="{language}" dir="ltr">' in letter.html
    assert "\ue000" not in letter.html + letter.text


@pytest.mark.parametrize(
    ("language", "contact", "whole"),
    [
        ("en", "You were in touch with us", "all in all"),
        ("es", "estuviste en contacto", "en general"),
        ("pt", "Você falou conosco", "no geral"),
    ],
)
def test_a_letter_about_the_whole_relationship_speaks_of_no_contact(language, contact, whole):
    after, about_all = (
        written(NPS, kind=kind, language=language) for kind in ("transactional", "relationship")
    )
    for said, where in zip((after.text, after.html), (about_all.text, about_all.html), strict=True):
        assert contact in said
        assert whole not in said
        assert contact not in where
        assert whole in where


def test_what_a_survey_says_itself_in_a_language_of_its_own_stands_in_any_letter():
    own = {"fr": {"invitation": "Que pensez-vous de nous ?"}}
    languages = [*AFTER_SUPPORT["languages"], "fr"]
    french = {"fr": "Votre avis"}
    question = {**NPS, "text": {**NPS["text"], "fr": "Nous recommanderiez-vous ?"}}
    letter = written(
        question,
        kind="relationship",
        language="fr",
        languages=languages,
        title={**AFTER_SUPPORT["title"], **french},
        texts=own,
    )
    assert "Que pensez-vous de nous ?" in letter.text
    assert "all in all" not in letter.text
