"""An auditor looks for gaming: what is counted, what is found, who may see it, and that it changes nothing."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import rows
from integration.scoring.plans import plan
from scoring.domain.plan_states import PlanAction, PlanStep
from scoring.store import plans
from scoring.use_cases.look_for_gaming import look_where_it_is_time
from shared.clock import now
from shared.events import Event
from support.apps import Running
from support.told import invited, routed, submitted

AUDITS = "/scoring/v1/audits/gaming"
SCOPES = ("plans:write", "gaming:read", "gaming:write")
PACKAGE = Path(__file__).parents[3] / "services/scoring/src/scoring"
# A quarter that is over.
FIRST, LAST = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 9, 30, 12, tzinfo=UTC)
PERIOD = {"first_day": "2026-07-01", "last_day": "2026-09-30"}
OWNERS = ("sales", "support")


def put_plan(scoring: Running, key: str = "q3", **change: Any) -> None:
    answer = scoring.post("/scoring/v1/plans", plan(key=key, period=PERIOD, **change), scoring.key(*SCOPES))
    assert answer.status_code == 200, answer.json


def look(scoring: Running, holder: str = "a test", **change: Any) -> Any:
    answer = scoring.post(AUDITS, {"plan": "q3", **change}, scoring.key(*SCOPES, holder=holder))
    assert answer.status_code == 201, answer.json
    return answer.json


def by_itself(scoring: Running) -> int:
    return look_where_it_is_time(scoring.service.read, scoring.service.change, now=now())


def go_live(scoring: Running, key: str, at: datetime = FIRST) -> None:
    with scoring.service.change() as connection:
        plans.note(connection, key, 1, PlanStep(PlanAction.WENT_LIVE, "Eva", None, at))


def result(audit: Any, check: str, owner: str | None = None) -> Any:
    unit = {"owner": owner} if owner else {}
    (found,) = [one for one in audit["results"] if (one["check"], one["unit"]) == (check, unit)]
    return found


def told(owner: str, number: int) -> tuple[str, dict[str, Any]]:
    """The name of one of an owner's answers, and where and when it was given."""
    return f"{owner}-{number}", {"owner": owner, "at": FIRST + timedelta(days=number % 90)}


def test_a_unit_that_leaves_out_addresses_is_found_and_the_others_are_not(
    scoring: Running, tell: Tell
) -> None:
    put_plan(scoring)
    news = []
    for owner, withheld in (("sales", 40), ("support", 4)):
        for number in range(100):
            name, where = told(owner, number)
            step, reason = ("suppressed", "no_address") if number < withheld else ("scheduled", None)
            news.append(invited(name, step, reason=reason, **where))
    tell(news)
    audit = look(scoring)
    found = result(audit, "withheld", "sales")
    assert (found["outcome"], found["hits"], found["n"], found["expected"]) == ("found", 40, 100, 22.0)
    assert found["effect"] == pytest.approx(16.0)
    assert "40 of 100 eligible customers" in found["words"]["en"]
    assert "40 de 100 clientes elegibles" in found["words"]["es"]
    assert "40 de 100 clientes elegíveis" in found["words"]["pt"]
    assert result(audit, "withheld", "support")["outcome"] == "nothing"
    assert result(audit, "address_changed", "sales")["outcome"] == "nothing"
    assert result(audit, "quick", "sales")["outcome"] == "too_little"


def test_what_answers_say_and_how_they_came_is_counted_by_unit(scoring: Running, tell: Tell) -> None:
    put_plan(scoring)
    news: list[Event] = []
    for owner in OWNERS:
        for number in range(60):
            name, where = told(owner, number)
            begged = owner == "sales" and number % 3 == 0
            rating = {"type": "rating", "definition": "rating-1-5-higher", "low": 1, "high": 5}
            values = (5, 5, 5) if begged else (5, 4, 5)
            ratings = [
                {"question": f"q{place}", "value": value, "direction": "higher", **rating}
                for place, value in enumerate(values)
            ]
            news.append(
                submitted(
                    name,
                    **where,
                    ratings=ratings,
                    choices=[{"question": "asked_for_score", "value": "yes" if begged else "no"}],
                    flags=["quick"] if begged else [],
                    mark="one-tablet" if owner == "sales" and number < 12 else f"mark-{owner}-{number}",
                )
            )
            news.append(routed(name, at=where["at"], owner=owner, asked_for_score=begged))
    # Twelve answers of one day from one tablet, among those of everybody else on that day.
    day = FIRST + timedelta(days=20)
    news += [submitted(f"tablet-{n}", at=day, owner="sales", mark="a-tablet") for n in range(12)]
    news += [submitted(f"home-{n}", at=day, owner="support", mark=f"home-{n}") for n in range(60)]
    tell(news)
    audit = look(scoring)
    for check in ("asked_in_survey", "asked_in_comments", "straight_lines", "quick", "same_device"):
        found, honest = result(audit, check, "sales"), result(audit, check, "support")
        assert (found["outcome"], honest["outcome"]) == ("found", "nothing"), check
    assert result(audit, "straight_lines", "sales")["hits"] == 20
    tablet = {submitted(f"tablet-{n}").data["response_id"] for n in range(12)}
    assert set(result(audit, "same_device", "sales")["evidence"]) == tablet
    known = {str(row[0]) for row in rows(scoring, "SELECT id FROM responses")}
    evidence = {
        id_ for one in audit["results"] for id_ in one["evidence"] if one["check"] != "asked_in_comments"
    }
    assert evidence <= known


def test_a_spike_at_the_end_and_a_trigger_that_moved_are_found(scoring: Running, tell: Tell) -> None:
    put_plan(scoring)
    news = [
        submitted(f"{owner}-{day}-{n}", at=FIRST + timedelta(days=day), owner=owner)
        for owner in OWNERS
        for day in range(92)
        for n in range(6 if owner == "sales" and day >= 85 else 2)
    ]
    news += [
        Event(
            UUID(int=version),
            "survey.trigger.set",
            "after-call",
            at,
            "r",
            {"key": "after-call", "version": version},
        )
        for version, at in ((1, FIRST + timedelta(days=2)), (2, FIRST + timedelta(days=3)))
    ]
    published = {"survey": "after-support", "version": 2, "kind": "transactional"}
    news.append(Event(UUID(int=9), "survey.survey.published", "after-support", LAST, "r", published))
    tell(news)
    audit = look(scoring)
    assert result(audit, "period_end", "sales")["outcome"] == "found"
    assert result(audit, "period_end", "support")["outcome"] == "nothing"
    moved = [one["changed"] for one in audit["results"] if one["check"] == "definition_moved"]
    assert [(one["kind"], one["key"], one["version"]) for one in moved] == [
        ("trigger", "after-call", 2),
        ("survey", "after-support", 2),
    ]


def test_targets_that_were_set_when_the_period_was_over_are_found(scoring: Running) -> None:
    put_plan(scoring)
    go_live(scoring, "q3", at=LAST + timedelta(days=20))
    found = result(look(scoring), "definition_moved")
    assert (found["outcome"], found["changed"]["kind"]) == ("found", "plan")
    assert "after the period had begun" in found["words"]["en"]


def test_a_finding_is_explained_and_stays_a_finding(scoring: Running, tell: Tell) -> None:
    put_plan(scoring)
    tell([Event(UUID(int=2), "survey.contact_policy.set", "2", LAST, "r", {"version": 2})])
    audit = look(scoring)
    place = result(audit, "definition_moved")["place"]
    notes, key = f"{AUDITS}/{audit['id']}/results/{place}/notes", scoring.key(*SCOPES)
    silent = scoring.post(notes, {"state": "explained"}, key)
    assert (silent.status_code, [one["field"] for one in silent.json["errors"]]) == (422, ["note"])
    assert scoring.post(notes, {"state": "seen"}, key).status_code == 200
    answer = scoring.post(notes, {"state": "explained", "note": "A new law."}, key)
    kept = scoring.get(f"{AUDITS}/{audit['id']}", key).json
    assert answer.json == kept
    found = result(kept, "definition_moved")
    assert (found["outcome"], found["state"], [one["state"] for one in found["notes"]]) == (
        "found",
        "explained",
        ["seen", "explained"],
    )
    assert kept["findings"] == 1
    assert rows(scoring, "SELECT action FROM audit WHERE action LIKE 'gaming%' ORDER BY at, id") == [
        ("gaming.looked_for",),
        ("gaming.noted",),
        ("gaming.noted",),
    ]


def test_what_is_no_finding_needs_no_explanation(scoring: Running) -> None:
    put_plan(scoring)
    audit, key = look(scoring), scoring.key(*SCOPES)
    (place,) = (one["place"] for one in audit["results"])
    notes = f"{AUDITS}/{audit['id']}/results/{{}}/notes"
    assert scoring.post(notes.format(place), {"state": "seen"}, key).status_code == 409
    assert scoring.post(notes.format(99), {"state": "seen"}, key).status_code == 404


def test_audits_are_listed_page_by_page_and_need_their_scopes(scoring: Running) -> None:
    put_plan(scoring)
    ids = [look(scoring)["id"] for _ in range(3)]
    key = scoring.key("gaming:read")
    first = scoring.get(f"{AUDITS}?plan=q3&limit=2", key).json
    rest = scoring.get(f"{AUDITS}?plan=q3&limit=2&cursor={first['next']}", key).json
    assert [audit["id"] for audit in (*first["items"], *rest["items"])] == ids
    assert rest["next"] is None
    assert scoring.get(f"{AUDITS}?plan=q9", key).status_code == 404
    assert scoring.post(AUDITS, {"plan": "q3"}, key).status_code == 403
    assert scoring.get(f"{AUDITS}?plan=q3", scoring.key("plans:read", "audit:read")).status_code == 403


def test_nobody_looks_into_their_own_pay(scoring: Running) -> None:
    put_plan(scoring)
    answer = scoring.post(AUDITS, {"plan": "q3"}, scoring.key(*SCOPES, holder="Ana"))
    assert answer.status_code == 403


def test_a_period_that_is_over_is_looked_at_once_by_itself(scoring: Running) -> None:
    put_plan(scoring)

    assert by_itself(scoring) == 0
    go_live(scoring, "q3")
    assert (by_itself(scoring), by_itself(scoring)) == (1, 0)
    (kept,) = scoring.get(f"{AUDITS}?plan=q3", scoring.key("gaming:read")).json["items"]
    assert kept["by"] == "escucha"
    told_of = rows(scoring, "SELECT type FROM events WHERE type LIKE 'scoring.gaming%'")
    assert told_of == [("scoring.gaming.looked_for",)]


def test_a_key_named_like_the_house_does_not_stand_for_the_look_by_itself(scoring: Running) -> None:
    put_plan(scoring)
    go_live(scoring, "q3")
    look(scoring, holder="escucha")
    assert (by_itself(scoring), by_itself(scoring)) == (1, 0)


def test_a_plan_that_cant_be_looked_at_does_not_keep_the_others_from_it(
    scoring: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    for key in ("p1", "q3", "r1"):
        put_plan(scoring, key, people=[{"name": f"Who is paid by {key}", "target_bonus": 100000}])
        go_live(scoring, key)
    with scoring.service.change() as connection:
        connection.execute("UPDATE plans SET definition = definition - 'people' WHERE key = 'q3'")
    assert (by_itself(scoring), by_itself(scoring)) == (2, 0)
    assert rows(scoring, "SELECT key FROM gaming_audits ORDER BY key") == [("p1",), ("r1",)]
    assert '"gaming.not_looked_for"' in capsys.readouterr().out


def test_an_audit_never_changes(scoring: Running) -> None:
    put_plan(scoring)
    look(scoring)
    for statement in ("DELETE FROM gaming_audits", "UPDATE gaming_audits SET results = '[]'"):
        with pytest.raises(Exception, match="only ever added to"), scoring.service.change() as connection:
            connection.execute(statement.encode())


def test_nothing_but_the_search_for_gaming_reads_what_it_found() -> None:
    own = {
        "acts/gaming.py",
        "use_cases/look_for_gaming.py",
        "store/gaming_audits.py",
        "store/gaming_audits.sql",
    }
    readers = {
        str(path.relative_to(PACKAGE))
        for path in (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.sql"))
        if "migrations" not in path.parts
        and re.search(r"gaming_audits|gaming_notes", path.read_text(encoding="utf-8"))
    }
    assert readers == own


@pytest.mark.parametrize("customer", ["ana", None])
def test_who_is_erased_leaves_no_mark(scoring: Running, tell: Tell, customer: str | None) -> None:
    answer = submitted("ana", mark="one", customer_key=customer)
    tell([answer])
    assert rows(scoring, "SELECT mark FROM responses") == [("one",)]
    data = {"customer": "5f3a", "responses": [answer.data["response_id"]], "events": [str(answer.id)]}
    tell([Event(UUID(int=5), "survey.customer.erased", "5f3a", FIRST, "r", data)])
    assert rows(scoring, "SELECT mark FROM responses") == [(None,)]
