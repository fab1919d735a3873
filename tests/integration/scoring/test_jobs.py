"""The worker's jobs."""

import json
from collections.abc import Iterator

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import rows
from scoring import jobs
from shared import follower
from shared.follower import Batch
from support.apps import Running
from support.journeys import design, walk
from support.told import submitted


@pytest.fixture(autouse=True)
def _at_work(scoring: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_service", lambda: scoring.service)
    yield
    jobs._fetch.cache_clear()


@pytest.mark.parametrize("source", ["survey", "router"])
def test_a_service_that_is_away_is_noted_and_looked_for_again_later(
    scoring: Running, capsys: pytest.CaptureFixture[str], source: str
) -> None:
    jobs.follow(source)
    noted = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (noted["event"], noted["level"], noted["source"]) == ("feed.away", "warning", source)
    assert rows(scoring, "SELECT count(*) FROM cursors") == [(0,)]


def test_following_scores_what_came_in(scoring: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Batch([submitted("ana", nps=9)], "1", more=False)
    monkeypatch.setattr(follower, "fetcher", lambda *_: lambda after, limit: batch)
    jobs.follow("survey")
    assert rows(scoring, "SELECT n, top FROM rollups WHERE type = 'nps'") == [(1, 1)]


def test_cases_are_made_again_until_nobody_is_stale(scoring: Running, tell: Tell) -> None:
    definition = design()
    assert scoring.post("/scoring/v1/journeys", definition, scoring.key("journeys:write")).status_code == 200
    tell([event for number in range(501) for event in walk("inform", who=f"customer-{number}")])
    jobs.refresh_cases()
    assert rows(scoring, "SELECT count(*) FROM journey_cases") == [(501,)]
    assert rows(scoring, "SELECT count(*) FROM stale_customers") == [(0,)]


def test_every_log_that_can_be_understood_is_followed() -> None:
    assert {arguments[0] for job, *arguments in jobs.PERIODIC if job == "follow"} == set(jobs.HANDLERS)
