"""The OpenAPI document says what the service does."""

from dataclasses import replace

from support.apps import running
from support.fuzzing import surprises
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed
from survey.app import create_app


def test_every_answer_of_the_api_is_one_that_is_documented(survey_settings):
    with running(create_app(replace(survey_settings, rate_limit=1_000_000))) as it:
        key = it.key("surveys:write", "touchpoints:write")
        assert it.post("/survey/v1/surveys", AFTER_SUPPORT, key).status_code == 200
        assert it.post("/survey/v1/triggers", AFTER_SUPPORT_BY_LINK, key).status_code == 200
        answer = it.post("/survey/v1/touchpoints", case_closed(1), key)
        it.client.post(answer.json["links"][0]["link"], data={"recommend": "9", "comment": "Good."})
        assert surprises(it) == []
