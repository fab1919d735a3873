"""Forecasts: said before anybody can know, never changed, and held against what customers said."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from integration.scoring.conftest import Tell
from scoring.api import forecasts as api
from scoring.use_cases.refresh_cases import refresh_cases
from support.apps import Running
from support.journeys import design, walk
from support.told import submitted

Key = dict[str, str]
PATH = "/scoring/v1/forecasts"
PERIOD = {"first_day": "2026-11-01", "last_day": "2026-11-30"}
NPS_OF_COMPLAIN = {"kind": "nps", "slice": {"journey": "complain"}}


class Clock:
    """What time it is."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(api, "now", clock)
    return clock


@pytest.fixture
def key(scoring: Running, clock: Clock) -> Key:
    return scoring.key("forecasts:read", "forecasts:write", "audit:read", "events:read")


def say(scoring: Running, key: Key, value: Any = "40", **change: Any) -> Any:
    body = {"person": "Alice", "measure": NPS_OF_COMPLAIN, "period": PERIOD, "value": value, **change}
    return scoring.post(PATH, body, key)


def listed(scoring: Running, key: Key, query: str = "") -> Any:
    return scoring.get(f"{PATH}{query}", key).json["items"]


def answers(promoters: int, detractors: int) -> list[Any]:
    return [
        *(submitted(f"promoter-{number}", nps=10) for number in range(promoters)),
        *(submitted(f"detractor-{number}", nps=0) for number in range(detractors)),
    ]


def test_a_forecast_is_held_against_what_customers_said(
    scoring: Running, tell: Tell, key: Key, clock: Clock
) -> None:
    """50 promoters and 50 detractors are an NPS of 0, some ±19.5 points."""
    assert say(scoring, key).json["measured"] is None
    assert say(scoring, key, "15", person="Bruno").status_code == 200
    assert say(scoring, key, "-60", person="Carla").status_code == 200
    tell(answers(50, 50))
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    found = {one["person"]: one for one in listed(scoring, key)}
    assert [found["Alice"][name] for name in ("value", "gap", "perception")] == ["40", 40, "too bright"]
    assert found["Alice"]["measured"]["n"] == 100
    assert (found["Bruno"]["gap"], found["Bruno"]["perception"]) == (15, "in line")
    assert (found["Carla"]["gap"], found["Carla"]["perception"]) == (-60, "too dark")
    said = found["Alice"]["sentence"]
    assert said["en"].startswith("Alice expected 40.0, and it was 0.0 (95 % between −")
    assert "+40,0, más optimista" in said["es"]
    assert "+40,0, mais otimista" in said["pt"]


def test_nothing_is_measured_before_the_period_is_over(
    scoring: Running, tell: Tell, key: Key, clock: Clock
) -> None:
    say(scoring, key)
    tell(answers(50, 50))
    clock.moment = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    (one,) = listed(scoring, key)
    assert [one[name] for name in ("measured", "gap", "perception", "sentence")] == [None] * 4


def test_with_too_few_answers_nobody_was_right_or_wrong(
    scoring: Running, tell: Tell, key: Key, clock: Clock
) -> None:
    say(scoring, key)
    tell(answers(2, 2))
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    (one,) = listed(scoring, key)
    assert (one["measured"]["shown"], one["gap"], one["perception"]) == (False, None, None)
    assert "Too few" in one["sentence"]["en"]


def test_what_a_dashboard_hides_no_forecast_tells(
    scoring: Running, tell: Tell, key: Key, clock: Clock
) -> None:
    """Two by web are hidden, and the six of the shop with them: with all and those by phone the two would follow."""
    channels = ("phone", "shop", "web")
    for channel in channels:
        slice_ = {"journey": "complain", "channel": channel}
        assert say(scoring, key, measure={"kind": "nps", "slice": slice_}).status_code == 200
    for channel, n in zip(channels, (20, 6, 2), strict=True):
        tell([submitted(f"{channel} {number}", nps=10, channel=channel) for number in range(n)])
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    found = {one["measure"]["slice"]["channel"]: one["measured"]["shown"] for one in listed(scoring, key)}
    assert found == {"phone": True, "shop": False, "web": False}


def test_of_a_journey_no_forecast_tells_what_its_figures_hide(
    scoring: Running, tell: Tell, key: Key, clock: Clock
) -> None:
    assert scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write")).status_code == 200
    channels = ("phone", "shop", "web")
    for channel in channels:
        measure = {"kind": "journey_success", "slice": {"journey": "join", "channel": channel}}
        assert say(scoring, key, "0.5", measure=measure).status_code == 200
    begun = datetime(2026, 11, 2, tzinfo=UTC)
    for channel, n in zip(channels, (20, 6, 2), strict=True):
        for number in range(n):
            tell(walk("inform", "connect_portal", who=f"{channel} {number}", at=begun, channel=channel))
    with scoring.service.change() as connection:
        refresh_cases(connection)
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    found = {one["measure"]["slice"]["channel"]: one["measured"]["shown"] for one in listed(scoring, key)}
    assert found == {"phone": True, "shop": False, "web": False}


def test_once_the_period_has_begun_nobody_can_forecast_it(scoring: Running, key: Key, clock: Clock) -> None:
    clock.moment = datetime(2026, 11, 1, tzinfo=UTC)
    refused = say(scoring, key)
    assert refused.status_code == 409
    assert "began on 2026-11-01" in refused.json["detail"]
    assert listed(scoring, key) == []


def test_what_was_said_is_never_changed(scoring: Running, key: Key) -> None:
    first = say(scoring, key)
    assert say(scoring, key, "40.0").json["id"] == first.json["id"]
    refused = say(scoring, key, "20")
    assert (refused.status_code, refused.json["detail"]) == (
        409,
        "Alice said 40 before, and a forecast is never changed.",
    )
    with pytest.raises(psycopg.Error, match="only ever added to"), scoring.service.change() as connection:
        connection.execute("UPDATE forecasts SET value = 20")
    assert len(listed(scoring, key)) == 1
    trail = scoring.get("/scoring/v1/audit", key).json["items"]
    assert [(one["action"], one["subject"]) for one in trail] == [("forecast.made", first.json["id"])]
    events = scoring.get("/scoring/v1/events", key).json["events"]
    assert [event["type"] for event in events] == ["scoring.forecast.made"]
    assert "Alice" not in str(events)


def test_forecasts_are_listed_by_person_and_page_by_page(scoring: Running, key: Key, clock: Clock) -> None:
    for value in range(3):
        clock.moment += timedelta(seconds=1)
        days = {"first_day": "2027-01-01", "last_day": f"2027-01-0{value + 1}"}
        say(scoring, key, str(value), period=days)
    clock.moment += timedelta(seconds=1)
    say(scoring, key, person="Bruno")
    assert [one["value"] for one in listed(scoring, key, "?person=Alice")] == ["0", "1", "2"]
    first = scoring.get(f"{PATH}?limit=3", key).json
    second = scoring.get(f"{PATH}?limit=3&cursor={first['next']}", key).json
    assert ([one["person"] for one in second["items"]], second["next"]) == (["Bruno"], None)


def test_a_forecast_of_the_longest_slice_is_kept(scoring: Running, key: Key) -> None:
    """Its columns together are longer than an index takes."""
    names = ("survey", "journey", "stage", "channel", "owner", "segment", "language")
    noise = [chr(0x4E00 + number * 7919 % 20000) for number in range(200 * len(names))]
    longest = {name: "".join(noise[place * 200 :][:200]) for place, name in enumerate(names)}
    first = say(scoring, key, measure={"kind": "nps", "slice": longest})
    assert first.status_code == 200
    assert say(scoring, key, measure={"kind": "nps", "slice": longest}).json == first.json


def test_what_makes_no_sense_is_told_by_field(scoring: Running, key: Key) -> None:
    for change, field in (
        ({"value": "101"}, "value"),
        ({"value": "many"}, "value"),
        ({"value": "0.1234567"}, "value"),
        ({"measure": {"kind": "weather"}}, "measure.kind"),
        ({"measure": {"kind": "time_to"}}, "measure.milestone"),
        ({"period": {"first_day": "2027-02-01", "last_day": "2027-01-01"}}, "period.last_day"),
        ({"person": " "}, "person"),
    ):
        answer = say(scoring, key, **change)
        assert answer.status_code == 422, answer.text
        assert field in {error["field"] for error in answer.json["errors"]}
