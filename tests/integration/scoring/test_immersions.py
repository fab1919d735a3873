"""Conversations and walks: logged once, counted only with notes and channel, and their findings become actions."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from scoring.api import immersions as api
from scoring.domain.immersions import told_once
from scoring.store import immersions
from shared.clock import now
from support.apps import Running

Key = dict[str, str]
PATH = "/scoring/v1/immersions"


@pytest.fixture
def key(scoring: Running, monkeypatch: pytest.MonkeyPatch) -> Key:
    monkeypatch.setattr(api, "now", lambda: datetime(2026, 11, 20, 10, tzinfo=UTC))
    return scoring.key("immersions:read", "immersions:write", "audit:read", "events:read")


def log(scoring: Running, key: Key, number: int = 1, **change: Any) -> Any:
    body = {
        "id": str(UUID(int=number)),
        "person": "Alice",
        "kind": "conversation",
        "day": "2026-11-19",
        "channel": "phone",
        "journey": "complain",
        "notes": "Was sent to three desks, each asked for the number again.",
        "findings": ["The number is asked for three times.", "Nobody says how long it takes."],
        **change,
    }
    return scoring.post(PATH, body, key)


def take_up(scoring: Running, key: Key, place: int = 2, **change: Any) -> Any:
    body = {"action": "Say the due date on the first call.", "owner": "support", "due_on": "2026-12-15"}
    return scoring.post(f"{PATH}/{UUID(int=1)}/findings/{place}/action", {**body, **change}, key)


def counted(scoring: Running, person: str = "Alice", first: int = 1, last: int = 30) -> int:
    with scoring.service.read() as connection:
        days = date(2026, 11, first), date(2026, 11, last)
        return len(told_once(immersions.noted(connection, [person], *days, now())))


def test_what_was_logged_is_shown_and_told_without_its_words(scoring: Running, key: Key) -> None:
    shown = log(scoring, key).json
    assert (shown["person"], shown["kind"], shown["counts"]) == ("Alice", "conversation", True)
    assert scoring.get(PATH, key).json == {"items": [shown], "next": None}
    (event,) = scoring.get("/scoring/v1/events", key).json["events"]
    assert (event["type"], event["data"]["findings"]) == ("scoring.immersion.logged", 2)
    assert "desks" not in str(event)
    assert "Alice" not in str(event)
    (entry,) = scoring.get("/scoring/v1/audit", key).json["items"]
    assert (entry["action"], entry["subject"]) == ("immersion.logged", str(UUID(int=1)))


def test_the_same_again_is_the_same_one_and_something_else_is_refused(scoring: Running, key: Key) -> None:
    assert log(scoring, key).json == log(scoring, key).json
    assert log(scoring, key, notes="Something else.").status_code == 409
    assert counted(scoring) == 1
    assert len(scoring.get("/scoring/v1/events", key).json["events"]) == 1


def test_without_notes_or_channel_it_does_not_count(scoring: Running, key: Key) -> None:
    log(scoring, key)
    assert log(scoring, key, 2, notes=None).json["counts"] is False
    assert log(scoring, key, 3, channel=None).json["counts"] is False
    assert log(scoring, key, 4, kind="walk", channel="web").json["counts"] is True
    log(scoring, key, 5, person="Bruno")
    assert (counted(scoring), counted(scoring, "Bruno"), counted(scoring, "Carla")) == (2, 1, 0)


def test_what_is_logged_twice_is_shown_twice_and_counts_once(scoring: Running, key: Key) -> None:
    """Of one person, channel and day, told in the same words; journey and findings may be added later."""
    log(scoring, key, 2)
    same = "was sent to three desks\n each asked, for the NUMBER again"
    assert log(scoring, key, 1, notes=same, journey=None, findings=[]).status_code == 200
    assert (len(scoring.get(PATH, key).json["items"]), counted(scoring)) == (2, 1)
    with scoring.service.read() as connection:
        noted = immersions.noted(connection, ["Alice"], date(2026, 11, 1), date(2026, 11, 30), now())
    assert [one.id for one in told_once(noted)] == [noted[0].id]
    for number, change in enumerate(
        ({"notes": same + " today"}, {"channel": "web"}, {"day": "2026-11-18"}, {"person": "Bruno"}), start=3
    ):
        log(scoring, key, number, **change)
    assert (counted(scoring), counted(scoring, "Bruno")) == (4, 1)


def test_it_counts_for_the_day_on_which_it_was(scoring: Running, key: Key) -> None:
    log(scoring, key)
    assert [counted(scoring, first=19, last=19), counted(scoring, last=18), counted(scoring, first=20)] == [
        1,
        0,
        0,
    ]


def test_a_finding_becomes_one_action(scoring: Running, key: Key) -> None:
    log(scoring, key)
    (action,) = take_up(scoring, key).json["actions"]
    assert (action["place"], action["owner"], action["due_on"]) == (2, "support", "2026-12-15")
    again = take_up(scoring, key, owner="sales")
    assert (again.status_code, again.json["detail"]) == (
        409,
        "Something is done about this finding already.",
    )
    assert take_up(scoring, key, 1).status_code == 200
    (shown,) = scoring.get(PATH, key).json["items"]
    assert [(one["place"], one["owner"]) for one in shown["actions"]] == [(1, "support"), (2, "support")]


def test_of_what_is_not_there_nothing_is_done(scoring: Running, key: Key) -> None:
    assert take_up(scoring, key).status_code == 404
    log(scoring, key)
    for place in (0, 3, 10**12):
        assert take_up(scoring, key, place).status_code == 404


def test_they_are_listed_by_person_and_page_by_page(scoring: Running, key: Key) -> None:
    for number in range(1, 4):
        log(scoring, key, number, person="Bruno" if number == 2 else "Alice")
    bruno = scoring.get(f"{PATH}?person=Bruno", key).json["items"]
    assert [one["id"] for one in bruno] == [str(UUID(int=2))]
    first = scoring.get(f"{PATH}?limit=2", key).json
    second = scoring.get(f"{PATH}?limit=2&cursor={first['next']}", key).json
    assert [one["id"] for one in (*first["items"], *second["items"])] == [
        str(UUID(int=number)) for number in (1, 2, 3)
    ]


def test_what_makes_no_sense_is_told_by_field(scoring: Running, key: Key) -> None:
    for change, field in (
        ({"day": "2026-11-21"}, "day"),
        ({"kind": "survey"}, "kind"),
        ({"notes": "  "}, "notes"),
        ({"findings": [""]}, "findings.0"),
        ({"customer": "ana"}, "customer"),
    ):
        answer = log(scoring, key, **change)
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert scoring.get(PATH, key).json["items"] == []
