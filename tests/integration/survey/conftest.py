"""The survey service on a real database."""

from collections.abc import Iterator

import pytest

from support.apps import Running, common, running
from support.databases import Databases
from survey.app import create_app
from survey.settings import SurveySettings


@pytest.fixture
def survey_settings(databases: Databases, redis_url: str) -> Iterator[SurveySettings]:
    """Settings for a fresh database; nobody listens where mail would go."""
    with databases.copy("survey") as url:
        yield SurveySettings(
            **common(url, redis_url), smtp_url="smtp://127.0.0.1:9", mail_from="Faro <hola@faro.example>"
        )


@pytest.fixture
def survey(survey_settings: SurveySettings) -> Iterator[Running]:
    """The survey service's app."""
    with running(create_app(survey_settings)) as it:
        yield it
