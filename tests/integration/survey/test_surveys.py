"""Surveys as data: tried, published, and ready ones from the library."""

import copy
from typing import Any

import pytest
import yaml

from feedback_router.domain import complaints
from feedback_router.use_cases import take_report
from integration.survey.test_answering import INTERNAL
from shared.i18n import LANGUAGES
from support.apps import Running
from support.samples import AFTER_SUPPORT
from survey import library

YAML = {"Content-Type": "application/yaml"}


@pytest.fixture
def author(survey: Running) -> dict[str, str]:
    """Somebody who writes surveys."""
    return survey.key("surveys:write", "surveys:read")


def changed(**question: Any) -> dict[str, Any]:
    """The sample survey with something else in its last question."""
    definition = copy.deepcopy(AFTER_SUPPORT)
    definition["questions"][-1].update(question)
    return definition


def send_yaml(survey: Running, path: str, text: str, key: dict[str, str]) -> Any:
    return survey.client.post(path, data=text.encode(), headers={**key, **YAML})


def test_a_survey_that_is_tried_is_shown_in_every_language_and_not_stored(survey, author):
    definition = changed(
        text=dict.fromkeys(LANGUAGES, "{name|You}, what about {product|it} on {date|that day}?")
    )
    answer = survey.post("/survey/v1/surveys/validate", definition, author)
    assert answer.status_code == 200
    assert (answer.json["valid"], answer.json["faults"]) == (True, [])
    assert [read["language"] for read in answer.json["texts"]] == ["en", "es", "pt"]
    spanish = answer.json["texts"][1]
    assert spanish["title"] == "Tu contacto con nosotros"
    assert spanish["questions"][0]["answers"] == ["0 = nada probable", "10 = muy probable"]
    assert spanish["questions"][3]["answers"] == ["Sí", "No"]
    assert spanish["questions"][4]["text"] == "You, what about it on that day?"
    assert (
        spanish["questions_with_facts"][4]["text"] == "Ana, what about Faro 300 on 20 de noviembre de 2026?"
    )
    assert survey.get("/survey/v1/surveys", author).json == {"items": [], "next": None}
    assert survey.get("/survey/v1/events", INTERNAL).json["events"] == []


@pytest.mark.parametrize(
    ("definition", "field"),
    [
        (changed(show_if={"question": "nobody", "answered": True}), "questions.4.show_if.question"),
        (changed(type="essay"), "questions.4.type"),
        (changed(text={"en": "Only English"}), "questions.4.text"),
        (changed(text={"en": 3}), "questions.4.text.en"),
        (changed(text={"english": "Hello"}), "questions.4.text.english"),
        (changed(shape="round"), "questions.4.shape"),
        (changed(scale={"low": 1, "high": 5}), "questions.4.scale.low_text"),
        ([], "body"),
    ],
)
def test_trying_and_publishing_name_the_same_faults(survey, author, definition, field):
    tried = survey.post("/survey/v1/surveys/validate", definition, author)
    assert (tried.status_code, tried.json["valid"]) == (200, False)
    assert field in {fault["field"] for fault in tried.json["faults"]}
    published = survey.post("/survey/v1/surveys", definition, author)
    assert published.status_code == 422
    assert published.json["errors"] == tried.json["faults"]


@pytest.mark.parametrize("key", [complaints.SURVEY, take_report.SURVEY])
def test_a_survey_can_not_take_the_name_of_what_comes_in_by_another_way(survey, author, key):
    answer = survey.post("/survey/v1/surveys", {**AFTER_SUPPORT, "key": key}, author)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["key"]


def test_yaml_and_json_of_one_survey_are_one_version(survey, author):
    text = yaml.safe_dump(AFTER_SUPPORT, allow_unicode=True)
    assert send_yaml(survey, "/survey/v1/surveys", text, author).json["version"] == 1
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, author).json == {
        "key": "after-support",
        "version": 1,
        "is_new": False,
    }


def test_in_yaml_no_is_a_word(survey, author):
    text = yaml.safe_dump(AFTER_SUPPORT).replace("'yes'", "yes").replace("'no'", "no")
    assert "key: no\n" in text
    assert send_yaml(survey, "/survey/v1/surveys/validate", text, author).json["valid"] is True


@pytest.mark.parametrize(
    "text",
    [
        "key: [",
        "a: &a [x]\nb: *a",
        "[" * 5000,
        "!!python/object/apply:os.system [ls]",
        "\x00",
        "- 1\n- 2",
        "",
    ],
    ids=range(7),
)
def test_yaml_that_is_no_survey_is_refused_by_name(survey, author, text):
    tried = send_yaml(survey, "/survey/v1/surveys/validate", text, author)
    assert (tried.status_code, tried.json["valid"]) == (200, False)
    assert send_yaml(survey, "/survey/v1/surveys", text, author).status_code == 422


def test_what_is_too_large_or_neither_json_nor_yaml_is_refused(survey, author):
    assert send_yaml(survey, "/survey/v1/surveys", "a: " + "x" * 300_000, author).status_code == 413
    other = survey.client.post(
        "/survey/v1/surveys", data=b"key=a", headers={**author, "Content-Type": "text/csv"}
    )
    assert other.status_code == 415


def test_templates_are_listed_and_each_can_be_published_as_it_is(survey, author):
    listed = survey.get("/survey/v1/templates", author).json
    assert [template["key"] for template in listed] == list(library.templates())
    for template in listed:
        assert set(template["title"]) == set(LANGUAGES)
        definition = survey.get(f"/survey/v1/templates/{template['key']}", author).json
        published = survey.post("/survey/v1/surveys", definition, author)
        assert published.json == {"key": template["key"], "version": 1, "is_new": True}, published.text
        tried = survey.post("/survey/v1/surveys/validate", definition, author).json
        for read in tried["texts"]:
            for question in (*read["questions"], *read["questions_with_facts"]):
                assert not set("{}|") & set(question["text"]), question["text"]
    assert survey.get("/survey/v1/templates/nobody-wrote-this", author).status_code == 404


def test_the_templates_that_a_company_needs_are_there():
    assert set(library.templates()) == {
        "after-interaction",
        "after-sale",
        "day-7",
        "day-30",
        "relationship-nps",
        "leaving",
        "prospect",
        "did-we-fix-it",
    }
