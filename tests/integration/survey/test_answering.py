"""From touchpoint to stored answer, through the app and a real database."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.apps import INTERNAL_KEY, Running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, AFTER_SUPPORT_BY_LINK, case_closed

INTERNAL = {"Authorization": f"Bearer {INTERNAL_KEY}"}


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    """A key for everything; the survey and its triggers are published with it."""
    key = survey.key(
        "surveys:write", "surveys:read", "touchpoints:write", "responses:read", "responses:write"
    )
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, key).json == {
        "key": "after-support",
        "version": 1,
        "is_new": True,
    }
    for trigger in (AFTER_SUPPORT_BY_LINK, AFTER_SUPPORT_BY_EMAIL):
        assert survey.post("/survey/v1/triggers", trigger, key).status_code == 200
    return key


def link(survey: Running, admin: dict[str, str], number: int = 1) -> str:
    answer = survey.post("/survey/v1/touchpoints", case_closed(number), admin)
    assert answer.status_code == 202, answer.text
    assert answer.json is not None
    url: str = answer.json["links"][0]["link"]
    return url.removeprefix("http://localhost")


def events(survey: Running, kind: str) -> list[dict[str, Any]]:
    body = survey.get("/survey/v1/events?limit=500", INTERNAL).json
    assert body is not None
    return [event for event in body["events"] if event["type"] == kind]


def test_a_touchpoint_becomes_a_link_and_the_link_a_page_in_the_customers_language(survey, admin):
    page = survey.client.get(link(survey, admin))
    assert page.status_code == 200
    assert '<html lang="es">' in page.text
    assert "Te lo pusimos fácil." in page.text
    assert " checked>" not in page.text


def test_the_same_touchpoint_again_is_a_duplicate_and_gets_the_same_link(survey, admin):
    first = link(survey, admin)
    again = survey.post("/survey/v1/touchpoints", [case_closed(1), case_closed(2)], admin).json
    assert (again["accepted"], again["duplicates"]) == (1, 1)
    assert first in {item["link"].removeprefix("http://localhost") for item in again["links"]}
    assert len(events(survey, "survey.touchpoint.received")) == 2
    assert len(events(survey, "survey.invitation.handed_out")) == 2


def test_an_answer_is_stored_once_however_often_and_at_once_it_is_sent(survey, admin):
    path = link(survey, admin)
    form = {"recommend": "3", "effort": "2", "comment": "La factura está mal.", "resolved": "no"}

    def send(_: int) -> int:
        status: int = survey.app.test_client().post(path, data=form).status_code
        return status

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(12))) == {200}
    (event,) = events(survey, "survey.response.submitted")
    assert event["data"]["scores"] == [
        {"question": "recommend", "type": "nps", "definition": "nps-0-10", "value": 3},
        {"question": "effort", "type": "ces", "definition": "ces-2.0-1-7", "value": 2},
    ]
    assert event["data"]["comments"] == [{"question": "comment", "text": "La factura está mal."}]
    assert event["data"]["journey"] == "complain"
    assert "ana@example.com" not in str(event)
    assert "Gracias" in survey.client.get(path).text
    items = survey.get("/survey/v1/responses", admin).json["items"]
    assert [item["answers"]["recommend"] for item in items] == [3]


def test_get_and_head_store_and_spend_nothing(survey, admin):
    path = link(survey, admin)
    before = survey.get("/survey/v1/summary", INTERNAL).json
    for _ in range(3):
        survey.client.get(path + "?recommend=0")
        survey.client.head(path)
    assert survey.get("/survey/v1/summary", INTERNAL).json == before
    assert survey.client.post(path, data={"recommend": "9"}).status_code == 200


def test_faults_are_told_in_text_and_nothing_typed_is_lost(survey, admin):
    path = link(survey, admin)
    page = survey.client.post(path, data={"recommend": "11", "comment": "No funciona <b>nada</b>"})
    assert page.status_code == 422
    assert "Elige uno de los números" in page.text
    assert "No funciona &lt;b&gt;nada&lt;/b&gt;" in page.text
    empty = survey.client.post(path, data={})
    assert empty.status_code == 422
    assert "Responde al menos a una pregunta" in empty.text


def test_words_that_nobody_can_see_are_no_answer_on_a_page_nor_in_a_file(survey, admin):
    path = link(survey, admin)
    assert survey.client.post(path, data={"comment": "\u200b\u200d"}).status_code == 422
    assert survey.client.post(path, data={"recommend": "9", "comment": "\u200b"}).status_code == 200
    answers = {"recommend": 8, "comment": "\u2060"}
    rows = [{"id": "1", "submitted_at": "2025-01-02T00:00:00Z", "answers": answers}]
    body = {"survey": "after-support", "source": "old-tool", "rows": rows}
    assert survey.post("/survey/v1/responses", body, admin).json["accepted"] == 1
    assert [event["data"]["comments"] for event in events(survey, "survey.response.submitted")] == [[], []]


def test_an_unknown_link_gets_a_kind_page(survey):
    page = survey.client.get("/s/nobody-made-this", headers={"Accept-Language": "pt-BR"})
    assert page.status_code == 404
    assert "Não encontramos esta página" in page.text


def test_customer_pages_tell_browsers_to_keep_and_leak_nothing(survey, admin):
    headers = survey.client.get(link(survey, admin)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_wrong_batch_is_refused_whole_and_each_fault_is_named(survey, admin):
    wrong = case_closed(7)
    wrong["data"]["customer"]["email"] = "not an address"
    answer = survey.post("/survey/v1/touchpoints", [case_closed(6), wrong], admin)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["errors"] == [
        {"field": "1.data.customer.email", "detail": "Not a valid email address."}
    ]
    assert events(survey, "survey.touchpoint.received") == []


def test_who_has_no_address_is_kept_with_the_reason(survey, admin):
    touchpoint = case_closed(1, channel="web")
    del touchpoint["data"]["customer"]["email"]
    survey.post("/survey/v1/touchpoints", touchpoint, admin)
    (event,) = events(survey, "survey.invitation.suppressed")
    assert event["data"]["reason"] == "no_address"
    assert survey.get("/survey/v1/summary", INTERNAL).json["invitations"] == [
        {"state": "suppressed", "reason": "no_address", "n": 1}
    ]


def test_the_same_survey_again_is_no_new_version_and_a_changed_one_is(survey, admin):
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, admin).json["version"] == 1
    changed = {**AFTER_SUPPORT, "questions": AFTER_SUPPORT["questions"][:2]}
    assert survey.post("/survey/v1/surveys", changed, admin).json == {
        "key": "after-support",
        "version": 2,
        "is_new": True,
    }


def test_a_survey_with_faults_is_refused_by_field(survey, admin):
    broken = {**AFTER_SUPPORT, "questions": [AFTER_SUPPORT["questions"][0], AFTER_SUPPORT["questions"][0]]}
    answer = survey.post("/survey/v1/surveys", broken, admin)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["questions.1.key"]


def test_imported_rows_come_in_once_and_bad_ones_stop_nothing(survey, admin):
    rows = [
        {
            "id": "1",
            "submitted_at": "2025-01-02T00:00:00Z",
            "answers": {"recommend": "10", "comment": "Todo bien"},
        },
        {"id": "2", "submitted_at": "2025-01-02T00:00:00Z", "answers": {"recommend": "ten"}},
        {"id": "3", "submitted_at": "yesterday", "answers": {"recommend": 1}},
        {"id": "4", "submitted_at": "2025-01-03T00:00:00Z", "answers": {"comment": "Solo texto"}},
        {"id": "4", "submitted_at": "2025-01-03T00:00:00Z", "answers": {"comment": "Solo texto"}},
    ]
    body = {"survey": "after-support", "source": "old-tool", "rows": rows}
    first = survey.post("/survey/v1/responses", body, admin).json
    assert (first["accepted"], first["duplicates"]) == (2, 1)
    assert [(item["row"], list(item["faults"])) for item in first["rejected"]] == [
        (1, ["recommend"]),
        (2, ["submitted_at"]),
    ]
    again = survey.post("/survey/v1/responses", body, admin).json
    assert (again["accepted"], again["duplicates"]) == (0, 3)
    assert len(events(survey, "survey.response.submitted")) == 2


def test_of_a_row_that_is_there_twice_with_other_answers_the_first_is_kept_and_told(survey, admin):
    rows = [
        {"id": f"row-{number}", "submitted_at": "2026-01-01T00:00:00Z", "answers": {"recommend": score}}
        for score in (9, 0, 5)
        for number in range(50)
    ]
    body = {"survey": "after-support", "source": "old-tool", "rows": rows}
    imported = survey.post("/survey/v1/responses", body, admin).json
    assert (imported["accepted"], imported["duplicates"]) == (50, 100)
    kept = survey.get("/survey/v1/responses?limit=100", admin).json["items"]
    assert [response["answers"] for response in kept] == [{"recommend": 9}] * 50
    told = events(survey, "survey.response.submitted")
    assert [event["data"]["scores"][0]["value"] for event in told] == [9] * 50
