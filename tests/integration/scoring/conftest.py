"""The scoring service on a real database."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from scoring import jobs
from scoring.app import create_app
from scoring.jobs import HANDLERS
from scoring.settings import ScoringSettings
from shared.events import Event
from shared.follower import follow
from support.apps import Running, common, running
from support.databases import Databases
from support.told import log_of

Tell = Callable[..., None]


@pytest.fixture
def scoring_settings(databases: Databases, redis_url: str) -> Iterator[ScoringSettings]:
    """Settings for a fresh database; nobody listens where the other services would be."""
    with databases.copy("scoring") as url:
        yield ScoringSettings(
            **common(url, redis_url), survey_url="http://127.0.0.1:9", router_url="http://127.0.0.1:9"
        )


@pytest.fixture
def scoring(scoring_settings: ScoringSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The scoring service's app, and its jobs on the same database."""
    with running(create_app(scoring_settings)) as it:
        monkeypatch.setattr(jobs, "_service", lambda: it.service)
        yield it


@pytest.fixture
def tell(scoring: Running) -> Tell:
    """Lets scoring follow a log that grows by these events; each came from the survey service or the router."""
    logs: dict[str, list[Event]] = {"survey": [], "router": []}

    def told(events: Sequence[Event]) -> None:
        for event in events:
            logs[event.type.partition(".")[0]].append(event)
        for source, log in logs.items():
            follow(scoring.service.read, scoring.service.change, source, log_of(log), HANDLERS[source])

    return told
