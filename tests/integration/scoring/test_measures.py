"""The register of measures: who answers for which, and since when."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scoring.api import measures as api
from scoring.domain.measures import built_in
from scoring.domain.plan_measures import MEASURES
from scoring.store import measures
from support.apps import Running

Key = dict[str, str]
PATH = "/scoring/v1/measures"
ENTRY = {
    "owner": "Eva",
    "purpose": "experience",
    "counter_measure": "journey_success",
    "review_date": "2027-01-31",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "now", lambda: datetime(2026, 11, 20, 10, tzinfo=UTC))


@pytest.fixture
def key(scoring: Running) -> Key:
    return scoring.key("measures:read", "measures:write", "audit:read", "events:read")


def put(scoring: Running, key: Key, measure: str = "nps", **change: Any) -> Any:
    return scoring.client.put(f"{PATH}/{measure}", json={**ENTRY, **change}, headers=key)


def test_every_measure_comes_with_a_counter_measure_that_is_another() -> None:
    """None may be added to MEASURES without saying what it must be seen beside."""
    for key, measure in built_in().items():
        assert measure.counter_measure in MEASURES
        assert measure.counter_measure != key


def test_measures_are_listed_before_anybody_owns_them(scoring: Running, key: Key) -> None:
    listed = {measure["key"]: measure for measure in scoring.get(PATH, key).json["items"]}
    assert listed.keys() == MEASURES.keys()
    assert listed["time_to"] == {
        "key": "time_to",
        "title": "Median days",
        "unit": "days",
        "direction": "lower is better",
        "definition": "time_to-1",
        "counted": "cases",
        "dimension": "speed",
        "version": 0,
        "owner": None,
        "purpose": "experience",
        "counter_measure": "fcr",
        "review_date": None,
        "overdue": False,
    }


def test_an_entry_is_kept_in_versions_and_told_once(scoring: Running, key: Key) -> None:
    assert put(scoring, key).json == {"key": "nps", "version": 1, "is_new": True}
    assert put(scoring, key).json == {"key": "nps", "version": 1, "is_new": False}
    assert put(scoring, key, owner="Bruno").json == {"key": "nps", "version": 2, "is_new": True}
    shown = scoring.get(f"{PATH}/nps", key).json
    assert (shown["owner"], shown["version"]) == ("Bruno", 2)
    assert [(one["version"], one["owner"]) for one in shown["versions"]] == [(1, "Eva"), (2, "Bruno")]
    trail = scoring.get("/scoring/v1/audit", key).json["items"]
    assert [(one["action"], one["subject"], one["detail"]) for one in trail] == [
        ("measure.registered", "nps", {"version": 1}),
        ("measure.registered", "nps", {"version": 2}),
    ]
    events = scoring.get("/scoring/v1/events", key).json["events"]
    assert [(event["type"], event["data"]["version"], event["data"]["owner"]) for event in events] == [
        ("scoring.measure.registered", 1, "Eva"),
        ("scoring.measure.registered", 2, "Bruno"),
    ]


def test_what_is_in_force_is_every_measure_in_its_newest_version(scoring: Running, key: Key) -> None:
    put(scoring, key)
    put(scoring, key, purpose="cost", counter_measure="csat")
    with scoring.service.read() as connection:
        found = measures.in_force(connection)
    assert found.keys() == MEASURES.keys()
    assert (found["nps"].version, found["nps"].purpose, found["nps"].counter_measure) == (2, "cost", "csat")
    assert found["csat"] == built_in()["csat"]


def test_a_measure_is_overdue_after_its_review_date(
    scoring: Running, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(scoring, key)
    last, after = datetime(2027, 1, 31, 23, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
    for moment, overdue in ((last, False), (after, True)):
        monkeypatch.setattr(api, "now", lambda moment=moment: moment)
        assert scoring.get(f"{PATH}/nps", key).json["overdue"] is overdue


def test_what_makes_no_sense_is_told_by_field(scoring: Running, key: Key) -> None:
    for change, field in (
        ({"owner": " "}, "owner"),
        ({"purpose": "fame"}, "purpose"),
        ({"counter_measure": "nps"}, "counter_measure"),
        ({"counter_measure": "weather"}, "counter_measure"),
        ({"counter_measure": None}, "counter_measure"),
        ({"review_date": "2026-11-19"}, "review_date"),
        ({"weight": 3}, "weight"),
    ):
        answer = put(scoring, key, **change)
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert put(scoring, key, measure="weather").status_code == 404
    assert scoring.get(f"{PATH}/weather", key).status_code == 404
    assert scoring.get(f"{PATH}/nps", key).json["version"] == 0


def test_who_may_only_read_changes_nothing(scoring: Running) -> None:
    assert put(scoring, scoring.key("measures:read")).status_code == 403
