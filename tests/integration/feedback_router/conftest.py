"""The feedback-router on a real database, and an ear for the survey's log."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from feedback_router import jobs
from feedback_router.app import create_app
from feedback_router.jobs import HANDLERS
from feedback_router.settings import RouterSettings
from shared.events import Event
from shared.follower import follow
from support.apps import INTERNAL_KEY, Running, common, running
from support.complaints import BOOK, feed
from support.databases import Databases
from support.teams import STAFFED
from survey.app import create_app as create_survey
from survey.settings import SurveySettings

Hear = Callable[..., int]
Events = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def router_settings(databases: Databases, redis_url: str) -> Iterator[RouterSettings]:
    """Settings for a fresh database; nobody answers where the survey would be."""
    with databases.copy("feedback_router") as url:
        yield RouterSettings(**common(url, redis_url), survey_url="http://127.0.0.1:9")


@pytest.fixture
def router(router_settings: RouterSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The feedback-router's app, and its jobs on the same database."""
    with running(create_app(router_settings)) as it:
        monkeypatch.setattr(jobs, "_service", lambda: it.service)
        yield it


@pytest.fixture
def analyst(router: Running) -> dict[str, str]:
    """A key that sees the feedback of all teams and acts on it."""
    return router.key("feedback:read", "feedback:write", "summary:read")


@pytest.fixture
def book(router: Running) -> dict[str, Any]:
    """Teams and rules, in force."""
    answer = router.post("/router/v1/rules", BOOK, router.key("rules:write"))
    assert answer.json == {"version": 1, "is_new": True}
    return BOOK


@pytest.fixture
def staffed(router: Running) -> dict[str, Any]:
    """Teams with people, service levels and the rules of `book`, in force."""
    answer = router.post("/router/v1/rules", STAFFED, router.key("rules:write"))
    assert answer.status_code == 200, answer.text
    return STAFFED


@pytest.fixture
def hear(router: Running) -> Hear:
    """Follow a log that consists of these events from where the router has got to."""

    def listen(*events: Event, page: int = 500) -> int:
        fetch = feed(*events, page=page)
        return follow(router.service.read, router.service.change, "survey", fetch, HANDLERS["survey"])

    return listen


@pytest.fixture
def events(router: Running) -> Events:
    """The events of one type in the router's own log."""

    def read(kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor, more = "", True
        while more:
            answer = router.get(
                f"/router/v1/events?limit=500&after={cursor}", {"Authorization": f"Bearer {INTERNAL_KEY}"}
            )
            assert answer.json is not None
            found += answer.json["events"]
            cursor, more = answer.json["cursor"], bool(answer.json["events"])
        return [event for event in found if event["type"] == kind]

    return read


@pytest.fixture
def real_survey(databases: Databases, redis_url: str) -> Iterator[Running]:
    """The survey service."""
    with databases.copy("survey") as url:
        settings = SurveySettings(
            **common(url, redis_url),
            smtp_url="smtp://127.0.0.1:9",
            mail_from="Faro <a@b.example>",
            router_url="http://127.0.0.1:9",
        )
        with running(create_survey(settings)) as it:
            yield it


@pytest.fixture
def survey(real_survey: Running) -> Running:
    """The same, where no test puts somebody else in its place."""
    return real_survey


@pytest.fixture
def wire(survey: Running) -> Iterator[httpx.Client]:
    """The way to the survey service."""
    with httpx.Client(transport=httpx.WSGITransport(app=survey.app)) as client:
        yield client
