"""Every question type: which values answer it, what keeps it from being asked, and what the event log tells of it."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from feedback_router.schemas.responses import ResponseSchema
from scoring.schemas.responses import SubmittedSchema
from support.samples import AFTER_SUPPORT
from support.surveys import question, said, survey_of, surveys
from survey.domain.faults import faults
from survey.domain.questions import DeclaredScale, Option
from survey.domain.responses import Response, told
from survey.domain.surveys import read_answers
from survey.schemas.surveys import SurveySchema
from survey.store.definitions import from_definition, to_definition

SCALE = DeclaredScale(1, 5, "lower", said("very little"), said("very much"))
EVERY = survey_of(
    question("recommend", "nps"),
    question("effort", "ces"),
    question("own-effort", "ces", declared=SCALE),
    question("satisfied", "csat"),
    question("stars", "rating", declared=replace(SCALE, direction="higher")),
    question("resolved", "yes_no"),
    question("why", "choice", other=True),
    question("colours", "multiple", other=True, at_most=2),
    question("city", "short_text"),
    question("comment", "text"),
    question("feeling", "emotion"),
    question("contact", "contact_permission"),
    question("late", "yes_no", known_from="late"),
)
FORM: dict[str, Any] = {
    "recommend": "9",
    "effort": "7",
    "own-effort": "2",
    "satisfied": "5",
    "stars": "4",
    "resolved": "yes",
    "why": "other",
    "why.other": " The moon ",
    "colours": ["blue", "red", "red"],
    "city": "Lima",
    "comment": "Todo bien",
    "feeling": "delight",
    "contact": "no",
}


def test_every_type_takes_its_answers():
    assert faults(EVERY) == {}
    assert read_answers(EVERY, FORM, {"late": "no"}) == (
        {
            **FORM,
            "recommend": 9,
            "effort": 7,
            "own-effort": 2,
            "satisfied": 5,
            "stars": 4,
            "why.other": "The moon",
            "colours": ["red", "blue"],
        },
        {},
    )


@pytest.mark.parametrize(
    ("key", "raw", "fault"),
    [
        ("own-effort", "6", "answer_not_on_scale"),
        ("stars", "0", "answer_not_on_scale"),
        ("resolved", "perhaps", "answer_not_an_option"),
        ("resolved", True, "answer_not_text"),
        ("feeling", "envy", "answer_not_an_option"),
        ("colours", ["red", "green"], "answer_not_an_option"),
        ("colours", ["red", "blue", "other"], "answer_too_many"),
        ("colours", [3], "answer_not_text"),
        ("city", "x" * 201, "answer_too_long_for_a_line"),
        ("comment", "x" * 5001, "answer_too_long"),
        ("contact", "maybe", "answer_not_an_option"),
    ],
)
def test_what_is_no_answer_is_a_fault(key, raw, fault):
    assert read_answers(EVERY, {key: raw})[1] == {key: fault}


def test_own_words_count_with_other_and_with_nothing_else():
    assert read_answers(EVERY, {"why.other": "The moon"})[0] == {"why": "other", "why.other": "The moon"}
    assert read_answers(EVERY, {"why": "red", "why.other": "The moon"})[0] == {"why": "red"}
    assert read_answers(EVERY, {"why": "other"})[0] == {"why": "other"}
    assert read_answers(EVERY, {"colours.other": "Pink"})[0] == {
        "colours": ["other"],
        "colours.other": "Pink",
    }
    assert read_answers(EVERY, {"city.other": "Lima"}) == ({}, {"": "answer_something"})


def test_too_few_of_several_are_a_fault_and_none_is_no_answer():
    survey = survey_of(question("colours", "multiple", at_least=2), question("more", "text"))
    assert read_answers(survey, {"colours": ["red"]})[1] == {"colours": "answer_too_few"}
    assert read_answers(survey, {"more": "words"}) == ({"more": "words"}, {})


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (question("q", "rating", declared=replace(SCALE, low=2)), "scale"),
        (question("q", "rating", declared=replace(SCALE, high=12)), "scale"),
        (question("q", "rating", declared=replace(SCALE, high=1)), "scale"),
        (question("q", "ces", declared=replace(SCALE, direction="sideways")), "scale.direction"),
        (question("q", "nps", declared=SCALE), "scale"),
        (replace(question("q", "rating"), declared=None), "scale"),
        (question("q", "ces", declared=replace(SCALE, low_text={"en": "low"})), "scale.low_text"),
        (question("q", "yes_no", other=True), "other"),
        (question("q", "choice", at_most=2), "at_most"),
        (question("q", "multiple", at_least=3), "at_most"),
        (question("q", "multiple", at_least=2, at_most=1), "at_most"),
        (question("q", "multiple", at_most=0), "at_most"),
        (question("q", "choice", other=True, options=(Option("other", said("?")), Option("b", said("?")))), "options"),
        (question("q", "stars"), "type"),
    ],
    ids=lambda value: getattr(value, "type", value),
)  # fmt: skip
def test_what_makes_no_sense_is_named_with_its_path(wrong, path):
    assert list(faults(survey_of(wrong))) == [f"questions.0.{path}"]


def the_response(**change: Any) -> Response:
    answers, _ = read_answers(EVERY, FORM, {"late": "no"})
    at = datetime(2026, 11, 20, tzinfo=UTC)
    response = Response(
        UUID(int=1), "a-survey", 1, "ana", "invitation", "es", {}, answers, at, {"late": "no"}
    )
    return replace(response, **change)


def test_the_log_tells_each_answer_once_and_in_its_own_list():
    data = told(the_response(), EVERY)
    assert [score["definition"] for score in data["scores"]] == ["nps-0-10", "ces-2.0-1-7", "csat-1-5"]
    assert data["ratings"] == [
        {"question": "own-effort", "type": "ces", "definition": "ces-1-5-lower", "value": 2}
        | {"low": 1, "high": 5, "direction": "lower"},
        {"question": "stars", "type": "rating", "definition": "rating-1-5-higher", "value": 4}
        | {"low": 1, "high": 5, "direction": "higher"},
    ]
    assert data["choices"] == [
        {"question": "resolved", "value": "yes"},
        {"question": "why", "value": "other"},
        {"question": "feeling", "value": "delight"},
    ]
    assert data["selections"] == [{"question": "colours", "values": ["red", "blue"]}]
    assert data["comments"] == [
        {"question": "why.other", "text": "The moon"},
        {"question": "city", "text": "Lima"},
        {"question": "comment", "text": "Todo bien"},
    ]
    assert data["permissions"] == [{"question": "contact", "granted": False}]
    assert data["known"] == [{"question": "late", "value": "no"}]


def test_scoring_and_the_router_understand_what_is_told_of_every_type():
    data = json.loads(json.dumps(told(the_response(), EVERY)))
    scored = SubmittedSchema().load(data)
    assert [(answer.question, answer.value) for answer in scored.answers] == [
        ("recommend", 9),
        ("effort", 7),
        ("satisfied", 5),
        ("own-effort", 2),
        ("stars", 4),
    ]
    assert {choice.question for choice in scored.choices} == {"resolved", "why", "feeling", "colours"}
    heard = ResponseSchema().load(data, unknown="exclude")
    assert [comment.question for comment in heard.comments] == ["why.other", "city", "comment"]


def test_a_survey_of_the_first_types_is_the_version_that_it_always_was():
    survey = SurveySchema().load(AFTER_SUPPORT)
    kept = to_definition(survey)
    questions = [{"required": False, "options": [], **asked} for asked in AFTER_SUPPORT["questions"]]
    assert json.loads(json.dumps(kept)) == {**AFTER_SUPPORT, "questions": questions}
    checksum = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    assert (
        checksum
        == hashlib.sha256(
            json.dumps({**AFTER_SUPPORT, "questions": questions}, sort_keys=True).encode()
        ).hexdigest()
    )


@given(surveys())
def test_a_survey_is_kept_as_it_was_taken(survey):
    definition = json.loads(json.dumps(to_definition(survey)))
    assert from_definition(definition) == survey
    assert asdict(SurveySchema().load(definition)) == asdict(survey)
