"""What is due is warned of, told when it is late, and brought up until somebody answers for it; each step once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedback_router.app import create_app
from feedback_router.use_cases.watch_service_levels import watch_service_levels, watch_triage
from support.apps import running
from support.complaints import BOOK, said

FEEDBACK, LEVELS = "/router/v1/feedback", "/router/v1/service-levels"
KINDS = ("due_soon", "overdue", "escalated")


@pytest.fixture
def item(router, staffed, hear, analyst) -> dict[str, Any]:
    """Ana's complaint, with which billing has eight hours to begin."""
    hear(said("ana", "La factura está mal"))
    (found,) = router.get(FEEDBACK, analyst).json["items"]
    assert isinstance(found, dict)
    return found


@pytest.fixture
def watch(router, item) -> Callable[[float], int]:
    """Look after all service levels, so many hours after the item came in."""

    def look(hours: float) -> int:
        at = datetime.fromisoformat(item["routed_at"]) + timedelta(hours=hours)
        return watch_service_levels(router.service.change, router.service.settings, now=at)

    return look


@pytest.fixture
def told(events) -> Callable[[], list[tuple[str, str]]]:
    """What was told of due times, in any order, with who answered for it then."""

    def read() -> list[tuple[str, str]]:
        return [
            (kind, event["data"]["accountable"])
            for kind in KINDS
            for event in events(f"router.feedback.{kind}")
        ]

    return read


def mail(router) -> list[tuple[str, str, str]]:
    with router.service.read() as connection:
        rows: list[tuple[str, str, str]] = connection.execute(
            "SELECT body -> 'to' ->> 'staff', body ->> 'language', body ->> 'subject' FROM messages"
            " ORDER BY created_at, id"
        ).fetchall()
    return rows


def test_first_a_warning_then_that_it_is_late_then_the_next_in_the_chain_and_at_last_the_executive(
    router, analyst, item, watch, told
):
    assert watch(5.9) == 0
    assert (watch(6), told()) == (1, [("due_soon", "ana")])
    assert watch(7.9) == 0
    assert (watch(8), told()[1:]) == (1, [("overdue", "ana")])
    assert watch(11.9) == 0
    assert (watch(12), told()[2:]) == (1, [("escalated", "eva")])
    assert watch(15.9) == 0
    assert (watch(16), told()[3:]) == (1, [("escalated", "max")])
    assert watch(1000) == 0
    shown = router.get(f"{FEEDBACK}/{item['id']}", analyst).json
    assert (shown["accountable"], shown["escalations"], shown["status"]) == ("max", 2, "routed")
    assert [(step["action"], step["by"]) for step in shown["transitions"]] == [("escalate", "escucha")] * 2
    assert mail(router) == [
        ("ana@company.example", "es", "El plazo está por terminar: comentario de Billing"),
        ("ana@company.example", "es", "Fuera de plazo: comentario de Billing"),
        ("eva@company.example", "en", "Escalated to you: feedback for Billing"),
        ("max@company.example", "en", "Escalated to you: feedback for Billing"),
    ]


def test_a_mail_about_an_item_says_nothing_of_what_the_customer_said(router, watch):
    watch(6)
    with router.service.read() as connection:
        (row,) = connection.execute("SELECT body::text FROM messages").fetchall()
    assert "factura" not in row[0]


def texts(router) -> list[str]:
    with router.service.read() as connection:
        rows = connection.execute("SELECT body ->> 'text' FROM messages ORDER BY created_at, id")
        return [row[0] for row in rows]


def test_each_mail_about_an_item_leads_to_its_page(router, analyst, item, watch):
    for hours in (6, 8, 12):
        watch(hours)
    router.post(f"{FEEDBACK}/{item['id']}/assign", {"person": "bea"}, analyst)
    path = f"/router/feedback/{item['id']}"
    assert [text.count(f"http://localhost{path}\n") for text in texts(router)] == [1] * 4
    assert "La factura está mal" in router.get(path, analyst).text


def test_each_step_is_taken_once_however_often_and_on_how_many_workers_it_is_looked(
    router, staffed, hear, item, watch, told
):
    hear(
        said("ana", "La factura está mal"),
        *(said("ana", "Otra factura mal", number=number) for number in range(2, 40)),
    )

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(watch, [7.0] * 8)) == 39
    assert told() == [("due_soon", "ana")] * 39
    assert watch(7) == 0


def test_a_worker_that_was_away_tells_what_is_late_and_warns_of_it_no_more(watch, told):
    assert watch(30) == 1
    assert told() == [("overdue", "ana")]


def test_what_is_seen_in_time_is_due_anew_and_what_is_over_is_not_looked_at(
    router, analyst, item, watch, told
):
    watch(6)
    router.post(f"{FEEDBACK}/{item['id']}/acknowledge", None, analyst)
    assert watch(20) == 0
    assert (watch(39), told()[1:]) == (1, [("due_soon", "ana")])
    router.post(f"{FEEDBACK}/{item['id']}/resolve", {"what_was_done": "Paid back"}, analyst)
    assert watch(1000) == 0


def test_a_job_that_dies_in_the_middle_has_taken_no_step(router, item, told, monkeypatch):
    late = datetime.fromisoformat(item["routed_at"]) + timedelta(hours=9)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("feedback_router.store.service_levels.note", die)
        with pytest.raises(KeyboardInterrupt):
            watch_service_levels(router.service.change, router.service.settings, now=late)
    assert (told(), mail(router)) == ([], [])
    assert watch_service_levels(router.service.change, router.service.settings, now=late) == 1
    assert told() == [("overdue", "ana")]


def test_a_team_that_names_nobody_is_told_in_the_log_alone(router, book, hear, analyst, events):
    hear(said("ana", "La factura está mal"))
    (item,) = router.get(FEEDBACK, analyst).json["items"]
    late = datetime.fromisoformat(item["due_at"])
    assert watch_service_levels(router.service.change, router.service.settings, now=late) == 1
    assert (
        watch_service_levels(router.service.change, router.service.settings, now=late + timedelta(days=30))
        == 1
    )
    assert (
        watch_service_levels(router.service.change, router.service.settings, now=late + timedelta(days=90))
        == 0
    )
    (told,) = events("router.feedback.overdue")
    assert told["data"]["accountable"] == "team:billing"
    assert (events("router.feedback.escalated"), mail(router)) == ([], [])


def test_the_summary_counts_by_team_and_triages_own(router, analyst, item, hear, watch):
    hear(
        said("ana", "La factura está mal"),
        said("bruno", "No internet"),
        said("carla", "Está tudo certo"),
        said("carla", "Nada", number=2),
    )
    watch(6)
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET acknowledge_by = now() - interval '1 hour' WHERE team = 'network'"
        )
    shown = router.get(LEVELS, analyst).json
    counts = {
        standing["team"]: (standing["open"], standing["due_soon"], standing["overdue"], standing["escalated"])
        for standing in shown["teams"]
    }
    assert counts == {"billing": (1, 1, 0, 0), "network": (1, 0, 1, 0), "triage": (2, 0, 0, 0)}
    triage = shown["triage"]
    assert (triage["open"], triage["alarm_at"], triage["alarm_since"]) == (2, 3, None)
    assert triage["next_due_at"] is not None


def test_a_teams_key_counts_its_own_and_not_triage(router, item):
    billing = router.key("feedback:read", subject="team:billing")
    shown = router.get(LEVELS, billing).json
    assert [standing["team"] for standing in shown["teams"]] == ["billing"]
    assert shown["triage"] is None
    assert router.get(f"{LEVELS}?team=network", billing).status_code == 403
    assert router.get(LEVELS, router.key("summary:read")).status_code == 403


def look_at_triage(router, now: datetime) -> None:
    with router.service.change() as connection:
        watch_triage(connection, router.service.settings, now=now)


def test_when_too_much_waits_in_triage_its_owner_is_told_once_and_when_it_is_over_too(
    router, staffed, hear, analyst, events
):
    now = datetime.fromisoformat("2026-11-22T10:00:00+00:00")
    nobodys = [said("carla", "Está tudo certo", number=number) for number in range(3)]
    hear(*nobodys[:2])
    look_at_triage(router, now)
    assert events("router.triage.alarm.raised") == []
    hear(*nobodys)
    for minute in range(3):
        look_at_triage(router, now + timedelta(minutes=minute))
    (raised,) = events("router.triage.alarm.raised")
    assert raised["data"] == {"team": "triage", "waiting": 3, "alarm_at": 3}
    assert mail(router) == [("tomas@company.example", "en", "Triage is filling up: 3 items wait")]
    path = "/router/feedback?sort=due&team=triage"
    assert f"http://localhost{path}\n" in texts(router)[0]
    assert router.get(path, analyst).text.count("Está tudo certo") == 3
    assert router.get(LEVELS, analyst).json["triage"]["alarm_since"] == "2026-11-22T10:00:00+00:00"
    (first, *_) = router.get(f"{FEEDBACK}?team=triage", analyst).json["items"]
    router.post(f"{FEEDBACK}/{first['id']}/reroute", {"team": "billing", "reason": "A bill"}, analyst)
    for minute in range(5, 8):
        look_at_triage(router, now + timedelta(minutes=minute))
    assert len(events("router.triage.alarm.ended")) == 1
    assert router.get(LEVELS, analyst).json["triage"]["alarm_since"] is None


def test_an_item_of_a_team_that_is_gone_from_the_book_still_has_its_terms(router, analyst, item, watch, told):
    teams = [team for team in BOOK["teams"] if team["key"] != "billing"]
    book = {**BOOK, "teams": teams, "rules": []}
    assert router.post("/router/v1/rules", book, router.key("rules:write")).status_code == 200
    watch(9)
    assert told() == [("overdue", "ana")]
    path = f"{FEEDBACK}/{item['id']}"
    assert router.post(f"{path}/acknowledge", None, analyst).json["status"] == "acknowledged"


def figures(router) -> dict[str, float]:
    text = router.client.get("/router/metrics").text
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("escucha_feedback")]
    return {name: float(number) for name, number in lines}


def test_the_metrics_tell_what_is_open_and_late_in_all_and_in_triage(router, staffed, hear, watch):
    hear(
        said("ana", "La factura está mal"),
        said("carla", "Está tudo certo"),
    )
    watch(8)
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET acknowledge_by = now() - interval '1 hour' WHERE team = 'triage'"
        )
    shown = figures(router)
    assert shown['escucha_feedback{service="router",state="open"}'] == 2
    assert shown['escucha_feedback{service="router",state="overdue"}'] == 1
    assert shown['escucha_feedback_triage{service="router",state="overdue"}'] == 1
    assert shown['escucha_feedback_triage{service="router",state="escalated"}'] == 0


def test_without_its_database_the_router_still_tells_its_other_figures(router_settings):
    settings = replace(router_settings, database_url="postgresql://nobody@127.0.0.1:9/nothing")
    with running(create_app(settings)) as router:
        router.service.database._pool.timeout = 0.1
        answer = router.client.get("/router/metrics")
        assert answer.status_code == 200
        assert figures(router) == {}
