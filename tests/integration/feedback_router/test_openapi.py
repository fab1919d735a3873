"""The OpenAPI document says what the service does."""

from dataclasses import replace

from feedback_router.app import create_app
from support.apps import running
from support.complaints import BOOK
from support.fuzzing import surprises


def test_every_answer_of_the_api_is_one_that_is_documented(router_settings):
    with running(create_app(replace(router_settings, rate_limit=1_000_000))) as it:
        assert it.post("/router/v1/rules", BOOK, it.key("rules:write")).status_code == 200
        assert surprises(it) == []
