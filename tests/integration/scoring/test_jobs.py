"""The worker's jobs."""

import json
from collections.abc import Iterator

import pytest

from integration.scoring.counting import rows
from scoring import jobs
from shared import follower
from shared.follower import Batch
from support.apps import Running
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
    assert rows(scoring, "SELECT n, top FROM rollups") == [(1, 1)]


def test_every_log_that_can_be_understood_is_followed() -> None:
    assert {source for _, source in jobs.PERIODIC} == set(jobs.HANDLERS)
