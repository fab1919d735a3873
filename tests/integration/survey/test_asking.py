"""The customer's page asks what applies and is not known, and keeps what was asked."""

import re
from typing import Any

import pytest

from integration.survey.test_answering import events
from support.apps import Running
from support.samples import AFTER_SUPPORT_BY_LINK, case_closed

ALL = ("en", "es", "pt")


def asked(key: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "text": dict.fromkeys(ALL, text), **more}


SURVEY = {
    "key": "after-visit",
    "languages": list(ALL),
    "title": dict.fromkeys(ALL, "Visit"),
    "questions": [
        asked("effort", "ces", "{name|You}: was {product|it} easy on {date|that day}?"),
        asked("late", "yes_no", "Was it late?", known_from="late"),
        asked("why-late", "text", "Why was it late?", show_if={"question": "late", "equals": "yes"}),
        asked("why", "text", "Why was it hard?", required=True, show_if={"question": "effort", "at_most": 3}),
        asked("wish", "multiple", "What do you wish for?", other=True, at_most=2, options=[
            {"key": "speed", "text": dict.fromkeys(ALL, "Speed")},
            {"key": "care", "text": dict.fromkeys(ALL, "Care")},
        ]),
    ],
}  # fmt: skip


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    """A key for everything; the survey and its trigger are in force."""
    key = survey.key("surveys:write", "touchpoints:write", "responses:read", "responses:write")
    for path, body in (("surveys", SURVEY), ("triggers", {**AFTER_SUPPORT_BY_LINK, "survey": "after-visit"})):
        answer = survey.post(f"/survey/v1/{path}", body, key)
        assert answer.status_code == 200, answer.text
    return key


def link(
    survey: Running, admin: dict[str, str], *, language: str = "es", name: str | None = None, **facts: Any
) -> str:
    touchpoint = case_closed(1, language=language)
    touchpoint["data"]["customer"]["name"] = name
    touchpoint["data"]["attributes"] = facts
    answer = survey.post("/survey/v1/touchpoints", touchpoint, admin)
    url: str = answer.json["links"][0]["link"]
    return url.removeprefix("http://localhost")


def test_what_is_known_stands_in_the_question_and_can_do_no_harm(survey, admin):
    page = survey.client.get(link(survey, admin, name="<b>Ana</b>", product="Fibra & {name|x}")).text
    assert "&lt;b&gt;Ana&lt;/b&gt;: was Fibra &amp; {name|x} easy on 20 de noviembre de 2026?" in page
    assert "<b>Ana" not in page


def test_what_is_not_known_is_said_in_other_words(survey, admin):
    assert (
        "You: was it easy on 20 November 2026?" in survey.client.get(link(survey, admin, language="en")).text
    )


def test_what_is_known_is_not_asked_and_is_in_no_n(survey, admin):
    path = link(survey, admin, late=True)
    page = survey.client.get(path).text
    assert "Was it late?" not in page
    assert "Why was it late?" in page
    form = {"effort": "7", "late": "no", "why-late": "The rain", "why": "not asked"}
    assert survey.client.post(path, data=form).status_code == 200
    (event,) = events(survey, "survey.response.submitted")
    assert event["data"]["known"] == [{"question": "late", "value": "yes"}]
    assert event["data"]["choices"] == []
    assert event["data"]["comments"] == [{"question": "why-late", "text": "The rain"}]
    (item,) = survey.get("/survey/v1/responses", admin).json["items"]
    assert item["answers"] == {"effort": 7, "why-late": "The rain"}
    assert item["known"] == {"late": "yes"}


def test_a_required_question_is_required_only_of_whom_it_is_asked(survey, admin):
    path = link(survey, admin)
    refused = survey.client.post(path, data={"effort": "2"})
    assert refused.status_code == 422
    assert 'href="#q-why"' in refused.text
    assert "Escribe una respuesta, por favor." in refused.text
    assert survey.client.post(path, data={"effort": "6"}).status_code == 200


def test_several_answers_and_own_words_are_kept(survey, admin):
    path = link(survey, admin)
    form = {"effort": "6", "wish": ["care", "other"], "wish.other": "Music"}
    assert survey.client.post(path, data={**form, "wish": ["speed", "care", "other"]}).status_code == 422
    assert survey.client.post(path, data=form).status_code == 200
    (item,) = survey.get("/survey/v1/responses", admin).json["items"]
    assert item["answers"] == {"effort": 6, "wish": ["care", "other"], "wish.other": "Music"}
    (event,) = events(survey, "survey.response.submitted")
    assert event["data"]["selections"] == [{"question": "wish", "values": ["care", "other"]}]
    assert event["data"]["comments"] == [{"question": "wish.other", "text": "Music"}]


def test_an_import_follows_the_same_rules(survey, admin):
    row = {
        "id": "1",
        "submitted_at": "2025-01-02T00:00:00Z",
        "answers": {"effort": 7, "why": "x", "wish": ["care"]},
    }
    hard = {**row, "id": "2", "answers": {"effort": 1}}
    body = {"survey": "after-visit", "source": "old", "rows": [row, hard]}
    answer = survey.post("/survey/v1/responses", body, admin).json
    assert (answer["accepted"], [item["faults"] for item in answer["rejected"]]) == (
        1,
        [{"why": "an answer is required"}],
    )
    (item,) = survey.get("/survey/v1/responses", admin).json["items"]
    assert item["answers"] == {"effort": 7, "wish": ["care"]}


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("effort=3", ["3"]),
        ("effort=8", []),
        ("effort=", []),
        ("effort=3'onload=", []),
        ("late=yes&wish=care&why=because", []),
        ("nobody=3", []),
    ],
)
def test_only_a_score_whose_button_was_pressed_is_chosen_beforehand(survey, admin, query, chosen):
    page = survey.client.get(f"{link(survey, admin)}?{query}").text
    assert re.findall(r'value="([^"]*)"[^>]* checked', page) == chosen
    assert "because" not in page
    assert [f"effort={value}" for value in re.findall(r"language=en&amp;effort=(\d)", page)] == [
        f"effort={value}" for value in chosen
    ]


def test_the_page_may_run_its_own_style_and_script_and_nothing_else(survey, admin):
    path = link(survey, admin)
    answers = [survey.client.get(path), survey.client.get(path), survey.client.post(path, data={})]
    answers += [survey.client.get("/s/nobody-made-this")]
    nonces = set()
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        (nonce,) = set(re.findall(r"'nonce-([\w-]+)'", policy))
        tags = re.findall(r"<(?:style|script)[^>]*>", answer.text)
        assert tags
        assert all(f'nonce="{nonce}"' in tag for tag in tags)
        assert not re.search(r"<[^>]* (style|on\w+)=", answer.text)
        nonces.add(nonce)
    assert len(nonces) == len(answers)


def test_an_unknown_link_is_answered_kindly_and_no_other_way_by_post(survey):
    for answer in (
        survey.client.get("/s/nobody-made-this"),
        survey.client.post("/s/nobody-made-this", data={}),
    ):
        assert answer.status_code == 404
        assert "We can&#39;t find this page" in answer.text


@pytest.mark.parametrize("chosen", [{}, {"why": "By phone"}], ids=["fresh", "begun"])
def test_a_button_for_a_question_that_is_called_language_keeps_the_customers_own(survey, admin, chosen):
    questions = [asked("language", "nps", "How well did we speak it?"), asked("why", "text", "Why?")]
    definition = {**SURVEY, "key": "how-we-spoke", "questions": questions}
    assert survey.post("/survey/v1/surveys", definition, admin).status_code == 200
    trigger = {**AFTER_SUPPORT_BY_LINK, "survey": "how-we-spoke"}
    assert survey.post("/survey/v1/triggers", trigger, admin).status_code == 200
    path = link(survey, admin)
    survey.client.post(f"{path}/partial", data=chosen)
    page = survey.client.get(f"{path}?language=9").text
    assert '<html lang="es"' in page
    assert re.search(r'name="language" value="9"[^>]* checked', page)
