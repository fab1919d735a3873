"""Idempotency-Key, which every service has from the shared base; shown with what publishing a survey answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared import web
from shared.access import Blueprint
from shared.idempotency import KEPT, forget_idempotency_keys
from shared.service import Service, current
from support.apps import Running, running
from support.samples import AFTER_SUPPORT
from support.searching import in_database

ANOTHER = {**AFTER_SUPPORT, "title": dict.fromkeys(AFTER_SUPPORT["languages"], "Another")}
PATH = "/survey/v1/surveys"


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    return survey.key("surveys:write", "surveys:read")


def publish(survey: Running, admin: dict[str, str], body: dict[str, Any], key: str) -> Any:
    return survey.post(PATH, body, {**admin, "Idempotency-Key": key})


def versions(survey: Running) -> int:
    with survey.service.read() as connection:
        row = connection.execute("SELECT count(*) FROM surveys").fetchone()
    assert row is not None
    return int(row[0])


def kept(survey: Running) -> int:
    with survey.service.read() as connection:
        row = connection.execute("SELECT count(*) FROM idempotency_keys").fetchone()
    assert row is not None
    return int(row[0])


def test_a_request_that_comes_again_late_changes_nothing_and_is_given_the_first_answer(survey, admin):
    first = publish(survey, admin, AFTER_SUPPORT, '"first"')
    publish(survey, admin, ANOTHER, '"second"')
    again = publish(survey, admin, AFTER_SUPPORT, '"first"')
    assert (again.status_code, again.json, again.content_type) == (200, first.json, first.content_type)
    assert (again.json["version"], versions(survey)) == (1, 2)


def test_without_a_key_everything_is_as_ever(survey, admin):
    for version, body in enumerate((AFTER_SUPPORT, ANOTHER, AFTER_SUPPORT), start=1):
        assert survey.post(PATH, body, admin).json["version"] == version
    assert kept(survey) == 0


def test_a_key_that_comes_with_another_payload_is_refused(survey, admin):
    publish(survey, admin, AFTER_SUPPORT, '"first"')
    refused = publish(survey, admin, ANOTHER, '"first"')
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")
    assert "another payload" in refused.json["detail"]
    assert versions(survey) == 1


def test_a_key_is_the_callers_own_and_the_routes_own(survey, admin):
    trigger = {"key": "t", "touchpoint": "x", "survey": "after-support", "via": "link"}
    publish(survey, admin, AFTER_SUPPORT, '"first"')
    assert publish(survey, survey.key("surveys:write"), ANOTHER, '"first"').json["version"] == 2
    answer = survey.post("/survey/v1/triggers", trigger, {**admin, "Idempotency-Key": '"first"'})
    assert (answer.status_code, answer.json["key"]) == (200, "t")


def test_while_the_first_is_being_worked_on_the_second_is_told_so_at_once(survey, admin, monkeypatch):
    seconds: list[Any] = []
    of_the_inside = web.request_id

    def meanwhile() -> str:
        if not seconds:
            seconds.append(None)
            with ThreadPoolExecutor() as pool:
                seconds[0] = pool.submit(publish, survey, admin, AFTER_SUPPORT, '"first"').result()
        return of_the_inside()

    monkeypatch.setattr("survey.api.surveys.web.request_id", meanwhile)
    first = publish(survey, admin, AFTER_SUPPORT, '"first"')
    assert (seconds[0].status_code, seconds[0].headers["Retry-After"]) == (409, "1")
    assert (first.status_code, versions(survey)) == (200, 1)
    assert publish(survey, admin, AFTER_SUPPORT, '"first"').json == first.json


def test_what_was_refused_is_not_kept_and_can_be_put_right_under_the_same_key(survey, admin):
    assert publish(survey, admin, {**AFTER_SUPPORT, "questions": []}, '"first"').status_code == 422
    assert kept(survey) == 0
    assert publish(survey, admin, AFTER_SUPPORT, '"first"').json["version"] == 1


def test_the_answer_is_kept_with_the_change_or_neither_is(survey, admin, monkeypatch):
    def explode(*_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("shared.idempotency._keep", explode)
        assert publish(survey, admin, AFTER_SUPPORT, '"first"').status_code == 500
    assert (versions(survey), kept(survey)) == (0, 0)
    assert publish(survey, admin, AFTER_SUPPORT, '"first"').json["version"] == 1


def test_after_a_day_a_key_is_new_again_and_nothing_is_left_of_it(survey, admin):
    publish(survey, admin, AFTER_SUPPORT, '"first"')
    publish(survey, admin, ANOTHER, '"second"')
    with survey.service.change() as connection:
        connection.execute("UPDATE idempotency_keys SET kept_at = kept_at - %s", [KEPT])
    assert publish(survey, admin, AFTER_SUPPORT, '"first"').json["version"] == 3
    assert forget_idempotency_keys(survey.service) == 1
    assert kept(survey) == 1
    assert timedelta(hours=24) == KEPT


def test_who_sent_what_under_which_key_can_not_be_read_from_the_database(survey, admin):
    publish(survey, admin, AFTER_SUPPORT, '"ana@example.com"')
    rows = in_database(survey.service.settings.database_url, ["ana@example.com", "a test"])
    assert [row for row in rows if row.startswith("idempotency_keys")] == []


def test_a_key_that_is_none_is_refused(survey, admin):
    assert publish(survey, admin, AFTER_SUPPORT, "two words").status_code == 400


def test_where_nothing_else_can_make_it_once_a_key_is_required(survey_settings):
    def make() -> dict[str, int]:
        """Make one more thing"""
        with current().change() as connection:
            connection.execute("INSERT INTO things DEFAULT VALUES")
            row = connection.execute("SELECT count(*) FROM things").fetchone()
        assert row is not None
        return {"n": row[0]}

    blueprint = Blueprint("things", __name__, url_prefix="/things")
    answered = blueprint.response(201)(make)
    blueprint.route("", methods=["POST"], scope="things:write", keyed="required")(answered)
    service = Service.start("survey", "survey", survey_settings)
    with running(web.create_app(service, title="Things", api=[blueprint])) as it:
        with service.change() as connection:
            connection.execute("CREATE TABLE things (id int GENERATED ALWAYS AS IDENTITY)")
        maker = it.key("things:write")
        missing = it.post("/survey/v1/things", {}, maker)
        assert (missing.status_code, "Idempotency-Key" in missing.json["detail"]) == (400, True)
        answers = [it.post("/survey/v1/things", {}, {**maker, "Idempotency-Key": "k"}) for _ in range(3)]
        assert [(answer.status_code, answer.json) for answer in answers] == [(201, {"n": 1})] * 3
        document = it.get("/survey/v1/openapi.json", {}).json
        (parameter,) = document["paths"]["/survey/v1/things"]["post"]["parameters"]
        assert (parameter["name"], parameter["in"], parameter["required"]) == (
            "Idempotency-Key",
            "header",
            True,
        )
