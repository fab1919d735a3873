"""What every service does for every request; shown with the survey service, which has it from the shared base."""

import json
import re
from dataclasses import replace

import pytest

from shared import api_keys
from support.apps import INTERNAL_KEY, running
from support.samples import case_closed
from survey.app import create_app

JSON = {"Content-Type": "application/json"}
NUL = json.dumps(case_closed(1, key="a\0b"))
ERRORS = [
    ("GET", "/survey/v1/responses", None, {}, 401),
    ("GET", "/survey/v1/responses", None, {"Authorization": "Bearer escucha_nobody_knows"}, 401),
    ("GET", "/survey/v1/responses", None, {"Authorization": "Bearer ñ"}, 401),
    ("GET", "/survey/v1/nothing", None, {}, 404),
    ("DELETE", "/survey/v1/events", None, {}, 405),
    ("POST", "/survey/v1/touchpoints", "{", JSON, 400),
    ("POST", "/survey/v1/touchpoints", "[]", JSON, 422),
    ("POST", "/survey/v1/touchpoints", "{}", {"Content-Type": "text/plain"}, 415),
    ("POST", "/survey/v1/touchpoints", json.dumps([{}] * 501), JSON, 413),
    ("POST", "/survey/v1/surveys", "null", JSON, 422),
    ("POST", "/survey/v1/surveys", "[1]", JSON, 422),
    ("GET", "/survey/v1/responses?cursor=x", None, {}, 422),
    ("GET", "/survey/v1/responses?limit=0", None, {}, 422),
    ("GET", "/survey/v1/responses?unknown=1", None, {}, 422),
    ("POST", "/survey/v1/responses", '{"survey":"none","source":"x","rows":[{}]}', JSON, 404),
    ("GET", "/survey/v1/responses?survey=%00", None, {}, 422),
    ("GET", "/survey/v1/responses?cursor=WyJ4IiwgInkiXQ", None, {}, 422),
    ("POST", "/survey/v1/touchpoints", NUL, JSON, 422),
]


@pytest.mark.parametrize(("method", "path", "body", "headers", "status"), ERRORS)
def test_every_error_is_a_problem_in_json(survey, method, path, body, headers, status):
    if status not in (401, 404, 405) or "rows" in str(body):
        headers = {
            **survey.key("touchpoints:write", "surveys:write", "responses:read", "responses:write"),
            **headers,
        }
    answer = survey.client.open(path, method=method, data=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["detail"]
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_an_error_of_ours_tells_nothing_of_our_insides(survey, monkeypatch):
    def explode(*_):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("survey.store.surveys.page", explode)
    answer = survey.get("/survey/v1/surveys", survey.key("surveys:read"))
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert "inside" not in answer.text


def test_a_key_opens_what_its_scopes_say_and_nothing_once_it_is_revoked(survey):
    header = survey.key("surveys:read")
    assert survey.get("/survey/v1/surveys", header).status_code == 200
    assert survey.get("/survey/v1/responses", header).status_code == 403
    assert survey.get("/survey/v1/key", header).json == {
        "name": "a test",
        "scopes": ["surveys:read"],
        "subject": None,
    }
    with survey.service.database.transaction() as connection:
        assert api_keys.revoke(connection, header["Authorization"].split("_")[1])
    assert survey.get("/survey/v1/surveys", header).status_code == 401


def test_a_key_is_kept_as_a_hash_only(survey):
    header = survey.key("surveys:read")
    key = header["Authorization"].removeprefix("Bearer ")
    with survey.service.database.transaction() as connection:
        rows = str(connection.execute("SELECT prefix, encode(hash, 'hex'), name FROM api_keys").fetchall())
    assert key.split("_", 2)[2] not in rows


def test_the_services_own_key_reads_the_log_and_the_summary_only(survey):
    header = {"Authorization": f"Bearer {INTERNAL_KEY}"}
    assert survey.get("/survey/v1/events", header).status_code == 200
    assert survey.get("/survey/v1/summary", header).status_code == 200
    assert survey.get("/survey/v1/responses", header).status_code == 403


def test_a_request_id_that_came_is_kept_and_a_strange_one_is_replaced(survey):
    kept = survey.client.get("/survey/livez", headers={"X-Request-Id": "order-17"})
    assert kept.headers["X-Request-Id"] == "order-17"
    strange = survey.client.get("/survey/livez", headers={"X-Request-Id": "a b{}"}).headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{16}", strange)


def test_logs_are_json_and_never_hold_a_customers_token(survey, capsys):
    survey.client.get("/s/a-secret-token-of-a-customer", headers={"X-Request-Id": "r-1"})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [
        (line["route"], line["status"], line["request_id"]) for line in lines if line["event"] == "request"
    ] == [("/s/<token>", 404, "r-1")]
    assert "a-secret-token" not in str(lines)


def test_readiness_depends_on_the_database_and_tells_of_the_queue(survey, survey_settings):
    assert survey.client.get("/survey/readyz").json == {
        "status": "ok",
        "checks": {"database": True, "queue": True},
    }
    with running(create_app(replace(survey_settings, redis_url="redis://127.0.0.1:9/0"))) as deaf:
        answer = deaf.get("/survey/readyz", {})
        assert (answer.status_code, answer.json["checks"]["queue"]) == (200, False)
    nowhere = "postgresql://nobody@127.0.0.1:9/none?connect_timeout=1"
    with running(create_app(replace(survey_settings, database_url=nowhere))) as lost:
        assert lost.client.get("/survey/readyz").status_code == 503
        answer = lost.client.get("/s/some-token", headers={"Accept-Language": "es"})
        assert answer.status_code == 503
        assert "Algo falló por nuestra parte" in answer.text


def test_metrics_count_requests_by_route(survey):
    survey.client.get("/s/unknown")
    text = survey.client.get("/survey/metrics").text
    assert re.search(r'escucha_http_requests_total\{.*route="/s/<token>".*status="404"\} [1-9]', text)
    assert 'service="router"' not in text


def test_a_method_that_nobody_knows_gets_no_figures_of_its_own(survey):
    assert survey.client.open("/survey/livez", method="BREW").status_code == 405
    text = survey.client.get("/survey/metrics").text
    assert "BREW" not in text
    assert re.search(r'escucha_http_requests_total\{method="other",.*status="405"\} [1-9]', text)


def test_the_documentation_is_served_from_here_and_names_every_scope(survey):
    document = survey.get("/survey/v1/openapi.json", {}).json
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/survey/v1/touchpoints"]["post"]["security"] == [{"key": ["touchpoints:write"]}]
    page = survey.client.get("/survey/docs/")
    assert "/survey/v1/openapi.json" in page.text
    assert not re.search(r'(src|href)="(https?:)?//', page.text)
    assert '"validatorUrl": "none"' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self';")


def test_a_change_survives_without_the_bell(survey_settings):
    settings = replace(survey_settings, redis_url="redis://127.0.0.1:9/0", followers=("scoring",))
    with running(create_app(settings)) as deaf:
        answer = deaf.post(
            "/survey/v1/surveys",
            {
                "key": "one",
                "languages": ["en"],
                "title": {"en": "One"},
                "questions": [{"key": "recommend", "type": "nps", "text": {"en": "?"}}],
            },
            deaf.key("surveys:write"),
        )
        assert answer.status_code == 200
        events = deaf.get("/survey/v1/events", {"Authorization": f"Bearer {INTERNAL_KEY}"}).json["events"]
        assert [event["type"] for event in events] == ["survey.survey.published"]
