"""The survey service on a real database."""

from collections.abc import Iterator

import psycopg
import pytest

from shared.clock import now
from support.apps import Running, common, running
from support.databases import Databases
from support.letters import asking_by_mail, invite, send
from support.mailbox import Mailbox, mailbox
from survey.app import create_app
from survey.domain.contact_policy import Policy
from survey.settings import SurveySettings
from survey.store import contact_policies


@pytest.fixture
def survey_settings(databases: Databases, redis_url: str) -> Iterator[SurveySettings]:
    """Settings for a fresh database; nobody listens where mail would go.

    Ana may be asked as often as anybody likes: what limits that has tests of its own.
    """
    with databases.copy("survey") as url:
        with psycopg.connect(url) as connection:
            contact_policies.put(connection, Policy(limits=()), now())
        yield SurveySettings(
            **common(url, redis_url),
            smtp_url="smtp://127.0.0.1:9",
            mail_from="Faro <hola@faro.example>",
            router_url="http://localhost",
        )


@pytest.fixture
def survey(survey_settings: SurveySettings) -> Iterator[Running]:
    """The survey service's app."""
    with running(create_app(survey_settings)) as it:
        yield it


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """The mail server to which invitations go."""
    with mailbox() as it:
        yield it


@pytest.fixture
def house(survey_settings: SurveySettings, box: Mailbox) -> Iterator[Running]:
    """The survey service's app, after Ana has been asked by mail."""
    with asking_by_mail(survey_settings, box.url) as it:
        invite(it, 1)
        assert send(it, box.url) == 1
        yield it
