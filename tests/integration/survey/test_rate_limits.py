"""How many requests a key may make, which every service has from the shared base; shown with the survey service."""

import re
from dataclasses import replace

from shared import api_keys
from support.apps import INTERNAL_KEY, Running, running
from survey.app import create_app

PATH = "/survey/v1/surveys"


def key_with_limit(it: Running, per_minute: int) -> dict[str, str]:
    key = api_keys.generate()
    with it.service.change() as connection:
        api_keys.store(connection, key, "a test", ["surveys:read"], None, per_minute)
    return {"Authorization": f"Bearer {key}"}


def test_every_answer_tells_what_is_left_and_who_has_nothing_left_is_told_when_to_come_back(survey):
    limited = key_with_limit(survey, 3)
    answers = [survey.get(PATH, limited) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"default";q=3;w=60'}
    told = [re.fullmatch(r'"default";r=(\d+);t=(\d+)', answer.headers["RateLimit"]) for answer in answers]
    assert [int(match[1]) for match in told if match] == [2, 1, 0, 0]
    assert all(0 <= int(match[2]) <= 60 for match in told if match)
    assert "Retry-After" not in answers[2].headers
    refused = answers[3]
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "3 requests a minute" in refused.json["detail"]


def test_one_keys_requests_are_no_other_keys(survey):
    first, second = key_with_limit(survey, 1), key_with_limit(survey, 1)
    assert [survey.get(PATH, key).status_code for key in (first, first, second)] == [200, 429, 200]


def test_a_key_without_a_limit_of_its_own_has_that_of_the_setting(survey_settings):
    with running(create_app(replace(survey_settings, rate_limit=2))) as it:
        header = it.key("surveys:read")
        assert [it.get(PATH, header).status_code for _ in range(3)] == [200, 200, 429]
        assert it.get(PATH, key_with_limit(it, 5)).headers["RateLimit-Policy"] == '"default";q=5;w=60'


def test_what_a_key_may_not_do_counts_too(survey):
    limited = key_with_limit(survey, 2)
    statuses = [survey.get("/survey/v1/responses", limited).status_code for _ in range(3)]
    assert statuses == [403, 403, 429]


def test_customers_and_the_services_themselves_are_not_counted(survey_settings):
    internal = {"Authorization": f"Bearer {INTERNAL_KEY}"}
    with running(create_app(replace(survey_settings, rate_limit=1))) as it:
        for path, headers in (("/survey/v1/events", internal), ("/s/unknown", {}), ("/survey/livez", {})):
            for _ in range(3):
                answer = it.get(path, headers)
                assert answer.status_code != 429
                assert "RateLimit" not in answer.headers


def test_without_redis_everybody_passes_and_a_metric_says_so(survey_settings):
    nowhere = replace(survey_settings, redis_url="redis://127.0.0.1:9/0", rate_limit=1)
    with running(create_app(nowhere)) as it:
        header = it.key("surveys:read")
        uncounted = _uncounted(it)
        answers = [it.get(PATH, header) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert "RateLimit" not in answers[0].headers
        assert _uncounted(it) == uncounted + 3


def _uncounted(it: Running) -> float:
    text = it.client.get("/survey/metrics").text
    match = re.search(r'escucha_http_unlimited_total\{service="survey"\} (\S+)', text)
    return float(match[1]) if match else 0.0
