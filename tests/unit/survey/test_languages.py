"""Surveys in languages that the service does not speak."""

from datetime import UTC, datetime
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.i18n import LANGUAGES
from support.samples import AFTER_SUPPORT
from survey.domain.faults import faults
from survey.domain.languages import NAMES, direction
from survey.domain.piping import Facts, spell
from survey.letters import write_letter
from survey.schemas.surveys import SurveySchema
from survey.store.definitions import from_definition, to_definition
from survey.wording import texts_in

HEBREW: dict[str, Any] = {
    "key": "hebrew",
    "languages": ["he", "en"],
    "title": {"he": "הפנייה שלכם", "en": "Your contact"},
    "questions": [
        {
            **AFTER_SUPPORT["questions"][0],
            "text": {"he": "האם תמליצו עלינו, {date|לאחרונה}?", "en": "Recommend?"},
        }
    ],
    "texts": {"he": {"send": "שליחה", "reminder_subject": "תזכורת: {title}", "hello_name": "שלום {name},"}},
}


def test_what_the_service_speaks_can_be_written_and_has_a_name():
    assert set(LANGUAGES) <= set(NAMES)
    assert [language for language in NAMES if direction(language) == "rtl"] == ["ar", "fa", "he", "ur"]


def test_its_own_words_come_first_and_english_fills_the_gaps():
    survey = SurveySchema().load(HEBREW)
    assert faults(survey) == {}
    texts = texts_in(survey, "he")
    assert (texts["send"], texts["optional"]) == ("שליחה", "optional")
    assert texts_in(survey, "en")["send"] == "Send"


def test_a_definition_keeps_them_and_one_without_is_the_version_that_it_always_was():
    survey = SurveySchema().load(HEBREW)
    assert from_definition(to_definition(survey)) == survey
    plain = to_definition(SurveySchema().load(AFTER_SUPPORT))
    assert {"texts", "anonymous"}.isdisjoint(plain)


def test_a_letter_speaks_the_language_from_right_to_left():
    survey = SurveySchema().load(HEBREW)
    facts = Facts("דנה", datetime(2026, 11, 20, tzinfo=UTC))
    letter = write_letter("reminder", survey, "he", facts, "https://faro.example/s/t")
    assert letter.subject == "תזכורת: הפנייה שלכם"
    assert 'lang="he" dir="rtl"' in letter.html
    assert "האם תמליצו עלינו, 2026-11-20?" in letter.text
    assert "שלום דנה," in letter.text


def test_a_date_is_written_so_that_nobody_can_mistake_it():
    day = datetime(2026, 3, 4, tzinfo=UTC)
    assert (spell(day, "en"), spell(day, "ar")) == ("4 March 2026", "2026-03-04")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"es": {"send": "Enviar ya"}}, "Must be one of"),
        ({"xx": {"send": "?"}}, "Must be one of"),
        ({"he": {"sned": "שליחה"}}, "says nothing under the name 'sned'"),
        ({"he": {"send": "{name}"}}, "only the blanks"),
        ({"he": {"send": "{"}}, "A brace is open"),
        ({"he": {"send": "{}"}}, "only the blanks"),
        ({"he": {"hello_name": "{name.__class__}"}}, "only the blanks"),
        ({"he": {"hello_name": "{name:>9999999}"}}, "only the blanks"),
        ({"he": {"hello_name": "{name!r}"}}, "only the blanks"),
        ({"he": {"send": " "}}, "nothing but space"),
    ],
)
def test_words_that_the_page_can_not_say_are_refused(texts: dict[str, Any], said: str):
    with pytest.raises(ValidationError) as refused:
        SurveySchema().load({**HEBREW, "texts": texts})
    assert list(refused.value.normalized_messages()) == ["texts"]
    assert said in str(refused.value)


def test_words_in_a_language_of_no_question_are_a_fault():
    survey = SurveySchema().load({**HEBREW, "texts": {"ar": {"send": "إرسال"}}})
    assert faults(survey) == {"texts.ar": ["The survey is not in this language."]}
