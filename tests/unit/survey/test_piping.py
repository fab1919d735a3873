"""What is known stands in the texts, and texts read well without it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.surveys import question, survey_of
from survey.domain.faults import faults
from survey.domain.piping import NOTHING_KNOWN, Facts, blank_faults, fill
from survey.domain.questions import Option
from survey.domain.surveys import known_answers

FACTS = Facts(
    "Ana", datetime(2026, 3, 1, tzinfo=UTC), {"product": "Fibra {name|x} 300", "late": True, "minutes": 12}
)


@pytest.mark.parametrize(
    ("language", "spelt"),
    [("en", "1 March 2026"), ("es", "1 de marzo de 2026"), ("pt", "1 de março de 2026")],
)
def test_a_date_is_written_as_people_write_it(language, spelt):
    assert fill("{date|then}", FACTS, language) == spelt


def test_a_text_without_its_fact_reads_well():
    text = "Hello {name|there}, how is {product|it}{date|}?"
    assert fill(text, NOTHING_KNOWN, "en") == "Hello there, how is it?"
    assert fill("Hello {name|there}", Facts(name="  "), "en") == "Hello there"
    assert fill("{product|it}", Facts(attributes={"product": {"a": 1}}), "en") == "it"


def test_what_a_fact_says_is_never_filled_in_again():
    assert fill("{product|it}", FACTS, "en") == "Fibra {name|x} 300"


@given(st.text())
def test_text_without_blanks_is_left_alone(text):
    kept = text.replace("{", "(")
    assert fill(kept, FACTS, "en") == kept


def test_a_blank_without_fallback_or_of_an_unknown_fact_is_a_fault():
    assert list(blank_faults("Hello {name|}")) == []
    assert len(list(blank_faults("Hello {name}"))) == 1
    assert len(list(blank_faults("Hello {nmae|there}"))) == 1
    broken = survey_of(
        question("q", "choice", options=(Option("a", dict.fromkeys(("en", "es", "pt"), "{x|}")),) * 2)
    )
    assert "questions.0.options.0.text" in faults(broken)


def test_a_question_is_answered_by_a_fact_only_where_the_fact_is_an_answer():
    survey = survey_of(
        question("late", "yes_no", known_from="late"),
        question("effort", "ces", known_from="minutes"),
        question("colour", "choice", known_from="colour"),
        question("satisfied", "csat"),
    )
    assert known_answers(survey, FACTS) == {"late": "yes"}
    assert survey.needs_facts
    assert known_answers(survey, NOTHING_KNOWN) == {}
