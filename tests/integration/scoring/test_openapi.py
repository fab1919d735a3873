"""The OpenAPI document says what the service does."""

from dataclasses import replace

from scoring.app import create_app
from support.apps import running
from support.fuzzing import surprises


def test_every_answer_of_the_api_is_one_that_is_documented(scoring_settings):
    with running(create_app(replace(scoring_settings, rate_limit=1_000_000))) as it:
        assert surprises(it) == []
