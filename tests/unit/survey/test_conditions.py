"""When a question is asked, and that what is not asked counts for nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.surveys import forms, question, said, survey_of, surveys
from survey.domain.conditions import holds
from survey.domain.faults import faults
from survey.domain.questions import Option
from survey.domain.surveys import read_answers, visible

EARLIER = (
    question("effort", "ces"),
    question("resolved", "yes_no"),
    question("colours", "multiple"),
    question("comment", "text"),
)

HARD = {"question": "effort", "at_most": 3}
UNRESOLVED = {"question": "resolved", "equals": "no"}


def after(condition: Any) -> dict[str, list[str]]:
    """The faults of a survey whose last question has this condition."""
    return faults(survey_of(*EARLIER, question("last", "text", show_if=condition)))


@pytest.mark.parametrize(
    ("condition", "answers", "asked"),
    [
        ({"question": "effort", "at_most": 3}, {"effort": 3}, True),
        ({"question": "effort", "at_most": 3}, {"effort": 4}, False),
        ({"question": "effort", "at_most": 3}, {}, False),
        ({"question": "effort", "at_least": 5}, {"effort": 5}, True),
        ({"question": "effort", "equals": 5}, {"effort": 5}, True),
        ({"question": "resolved", "equals": "no"}, {"resolved": "no"}, True),
        ({"question": "resolved", "equals": "no"}, {"resolved": "yes"}, False),
        ({"question": "effort", "any_of": [1, 2]}, {"effort": 2}, True),
        ({"question": "colours", "any_of": ["red"]}, {"colours": ["red", "blue"]}, True),
        ({"question": "colours", "any_of": ["red"]}, {"colours": ["blue"]}, False),
        ({"question": "comment", "answered": True}, {"comment": "?"}, True),
        ({"question": "comment", "answered": False}, {}, True),
        ({"not": {"question": "resolved", "equals": "no"}}, {}, True),
        ({"and": [HARD, UNRESOLVED]}, {"effort": 1}, False),
        ({"and": [HARD, UNRESOLVED]}, {"effort": 1, "resolved": "no"}, True),
        ({"or": [HARD, UNRESOLVED]}, {"effort": 1}, True),
        ({"or": [HARD, UNRESOLVED]}, {"effort": 7}, False),
    ],
    ids=str,
)  # fmt: skip
def test_a_condition_holds_when_the_earlier_answers_are_as_it_says(condition, answers, asked):
    assert after(condition) == {}
    assert holds(condition, answers) is asked


@pytest.mark.parametrize(
    ("condition", "path"),
    [
        ({}, "show_if"),
        ({"question": "nobody", "answered": True}, "show_if.question"),
        ({"question": "last", "answered": True}, "show_if.question"),
        ({"question": ["effort"], "answered": True}, "show_if.question"),
        ({"question": "effort"}, "show_if"),
        ({"question": "effort", "at_least": 1, "at_most": 2}, "show_if"),
        ({"question": "effort", "about": 3}, "show_if"),
        ({"question": "effort", "equals": 8}, "show_if.equals"),
        ({"question": "effort", "equals": [1]}, "show_if.equals"),
        ({"question": "effort", "equals": "3"}, "show_if.equals"),
        ({"question": "effort", "equals": True}, "show_if.equals"),
        ({"question": "effort", "any_of": 3}, "show_if.any_of"),
        ({"question": "effort", "any_of": []}, "show_if.any_of"),
        ({"question": "effort", "any_of": [3, 9]}, "show_if.any_of"),
        ({"question": "resolved", "at_least": 3}, "show_if.at_least"),
        ({"question": "resolved", "equals": "perhaps"}, "show_if.equals"),
        ({"question": "colours", "equals": "red"}, "show_if.equals"),
        ({"question": "comment", "equals": "words"}, "show_if.equals"),
        ({"question": "comment", "answered": "yes"}, "show_if.answered"),
        ({"and": []}, "show_if.and"),
        ({"or": {"question": "effort", "answered": True}}, "show_if.or"),
        ({"and": [{"not": {"question": "effort", "at_most": 0}}]}, "show_if.and.0.not.at_most"),
        ({"not": {"not": {"not": {"not": {"not": HARD}}}}}, "show_if.not.not.not.not.not"),
    ],
    ids=str,
)  # fmt: skip
def test_a_condition_that_makes_no_sense_is_named_with_its_path(condition, path):
    assert list(after(condition)) == [f"questions.4.{path}"]


def test_what_depends_on_a_question_that_is_not_asked_is_not_asked_either():
    chain = survey_of(
        question("resolved", "yes_no"),
        question("again", "yes_no", show_if={"question": "resolved", "equals": "no"}, required=True),
        question("why", "text", show_if={"question": "again", "equals": "yes"}),
    )
    sent = {"resolved": "yes", "again": "yes", "why": "Because"}
    assert read_answers(chain, sent) == ({"resolved": "yes"}, {})
    assert read_answers(chain, {"resolved": "no"})[1] == {"again": "answer_required"}
    assert read_answers(chain, {**sent, "resolved": "no"}) == ({**sent, "resolved": "no"}, {})


def test_what_is_known_is_not_asked_and_conditions_know_it_all_the_same():
    known = survey_of(
        question(
            "delivered", "choice", options=(Option("late", said("Late")), Option("missing", said("Not")))
        ),
        question("why", "text", show_if={"question": "delivered", "equals": "late"}),
    )
    sent = {"delivered": "missing", "why": "The rain"}
    assert read_answers(known, sent, {"delivered": "late"}) == ({"why": "The rain"}, {})
    assert [asked.key for asked in visible(known, {}, {"delivered": "late"})] == ["why"]


@given(st.data())
def test_answers_are_kept_for_exactly_the_questions_that_they_make_visible(data):
    survey = data.draw(surveys())
    assert faults(survey) == {}
    form = data.draw(forms(survey))
    answers, found = read_answers(survey, form)
    seen = {asked.key for asked in visible(survey, answers, {})}
    assert {key.partition(".")[0] for key in answers} <= seen
    assert found.keys() <= {*seen, ""}
    assert read_answers(survey, {**answers})[0] == answers
