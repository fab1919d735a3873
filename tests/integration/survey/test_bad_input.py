"""What nobody could read again is refused where it comes in, by its field, and never breaks what is read by others."""

import json
from typing import Any

import pytest

from support.apps import INTERNAL_KEY, Running
from support.samples import AFTER_SUPPORT, case_closed

INTERNAL = {"Authorization": f"Bearer {INTERNAL_KEY}"}
# Both have no day in UTC that Python knows.
ENDS_OF_TIME = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    key = survey.key(
        *("surveys:write", "surveys:read", "touchpoints:write", "responses:read", "responses:write"),
        *("customers:write", "customers:read", "customers:erase"),
    )
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, key).status_code == 200
    return key


def fields(answer: Any) -> list[str]:
    return [error["field"] for error in answer.json["errors"]]


@pytest.mark.parametrize("moment", ENDS_OF_TIME)
def test_a_touchpoint_from_the_end_of_time_is_refused_and_the_log_can_be_read(survey, admin, moment):
    refused = survey.post("/survey/v1/touchpoints", {**case_closed(1), "time": moment}, admin)
    assert (refused.status_code, fields(refused)) == (422, ["time"])
    assert survey.post("/survey/v1/touchpoints", case_closed(1), admin).status_code == 202
    assert survey.get("/survey/v1/events?limit=500", INTERNAL).status_code == 200


@pytest.mark.parametrize("moment", ENDS_OF_TIME)
def test_an_imported_answer_from_the_end_of_time_is_rejected_and_stops_no_other(survey, admin, moment):
    rows = [
        {"id": number, "submitted_at": at, "answers": {"recommend": "9", "resolved": "yes"}}
        for number, at in (("1", moment), ("2", "2026-01-01T00:00:00Z"))
    ]
    body = {"survey": AFTER_SUPPORT["key"], "source": "elsewhere", "rows": rows}
    taken = survey.post("/survey/v1/responses", body, admin).json
    assert (taken["accepted"], [list(row["faults"]) for row in taken["rejected"]]) == (1, [["submitted_at"]])
    assert len(survey.get("/survey/v1/responses", admin).json["items"]) == 1


@pytest.mark.parametrize("moment", ENDS_OF_TIME)
def test_a_link_until_the_end_of_time_is_refused_and_links_can_be_listed(survey, admin, moment):
    body = {"survey": AFTER_SUPPORT["key"], "label": "Exit", "expires_at": moment}
    refused = survey.post("/survey/v1/links", body, admin)
    assert (refused.status_code, fields(refused)) == (422, ["expires_at"])
    assert survey.get("/survey/v1/links", admin).json["items"] == []


def nested(depth: int) -> Any:
    return json.loads("[" * depth + "]" * depth)


@pytest.mark.parametrize(("depth", "status"), [(19, 202), (20, 422), (400, 422)])
def test_what_is_nested_too_deep_to_be_told_is_refused_by_its_field(survey, admin, depth, status):
    case = case_closed(1)
    case["data"]["attributes"] = {"nest": nested(depth)}
    answer = survey.post("/survey/v1/touchpoints", case, admin)
    assert answer.status_code == status
    assert status == 202 or fields(answer) == ["data.attributes"]


@pytest.mark.parametrize("path", ["touchpoints", "customers", "surveys"])
@pytest.mark.parametrize("value", ["[" * 100_000 + "]" * 100_000, "1" * 10_000])
def test_json_that_python_can_not_read_is_a_bad_request(survey, admin, path, value):
    headers = {**admin, "Content-Type": "application/json"}
    answer = survey.client.post(f"/survey/v1/{path}", data=f'{{"customers": {value}}}', headers=headers)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("key: !!int abc", "Tags"),
        ("key: !!timestamp soon", "Tags"),
        ("key: !!bool perhaps", "Tags"),
        ("key: one\nkind: transactional\nkey: two", "'key' is there twice"),
    ],
)
def test_yaml_that_means_nothing_or_two_things_is_refused(survey, admin, document, says):
    headers = {**admin, "Content-Type": "application/yaml"}
    answer = survey.client.post("/survey/v1/surveys", data=document, headers=headers)
    assert (answer.status_code, says in answer.json["errors"][0]["detail"]) == (422, True)


def test_erasing_a_key_that_begins_with_a_slash_erases_nobody_else(survey, admin):
    survey.post("/survey/v1/customers", {"customers": [{"key": "bruno"}]}, admin)
    for path in ("/survey/v1/customers//bruno", "/survey/v1/customers/%2Fbruno"):
        survey.client.delete(path, headers=admin, follow_redirects=True)
    assert survey.get("/survey/v1/customers/bruno", admin).status_code == 200


@pytest.mark.parametrize("source", ["invitation", "open-link"])
def test_nothing_is_imported_as_if_it_had_been_given_here(survey, admin, source):
    row = {"id": "1", "submitted_at": "2026-01-01T00:00:00Z", "answers": {"recommend": "9"}}
    body = {"survey": AFTER_SUPPORT["key"], "source": source, "rows": [row]}
    refused = survey.post("/survey/v1/responses", body, admin)
    assert (refused.status_code, fields(refused)) == (422, ["source"])


def test_an_anonymous_survey_takes_no_answer_that_tells_who_gave_it(survey, admin):
    survey.post("/survey/v1/surveys", {**AFTER_SUPPORT, "key": "box", "anonymous": True}, admin)
    row = {"id": "1", "submitted_at": "2026-01-01T00:00:00Z", "answers": {"recommend": "9"}}
    rows = [{**row, "customer_key": "ana"}, {**row, "id": "2"}]
    taken = survey.post(
        "/survey/v1/responses", {"survey": "box", "source": "paper", "rows": rows}, admin
    ).json
    assert (taken["accepted"], [list(item["faults"]) for item in taken["rejected"]]) == (
        1,
        [["customer_key"]],
    )


def test_a_link_whose_time_is_over_is_not_made(survey, admin):
    body = {"survey": AFTER_SUPPORT["key"], "label": "Exit", "expires_at": "2026-01-01T00:00:00Z"}
    refused = survey.post("/survey/v1/links", body, admin)
    assert (refused.status_code, fields(refused)) == (422, ["expires_at"])


def test_a_language_that_can_not_be_kept_is_refused_by_its_field(survey, admin):
    refused = survey.post("/survey/v1/touchpoints", case_closed(1, language="e\0"), admin)
    assert (refused.status_code, fields(refused)) == (422, ["data.customer.language"])


def test_who_meets_an_error_can_complain(survey):
    page = survey.client.get("/s/", headers={"Accept-Language": "es"}).text
    assert '<a href="/c?language=es">Presentar una queja</a>' in page
