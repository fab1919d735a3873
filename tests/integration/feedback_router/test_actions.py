"""What a team does with an item: each step is kept, told once, and leaves somebody in charge."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from support.complaints import said

FEEDBACK = "/router/v1/feedback"
DONE = {"what_was_done": "We credited the double charge.", "root_cause": "process"}
WHY = {"reason": "She called"}


@pytest.fixture
def complaint(router, staffed, hear, analyst) -> str:
    """Where Ana's complaint, which is Bea's business, is found."""
    hear(said("ana", "Me han charged twice en la factura"))
    (item,) = router.get(FEEDBACK, analyst).json["items"]
    return f"{FEEDBACK}/{item['id']}"


@pytest.fixture
def do(router, analyst, complaint):
    """Take a step with the complaint; the item afterwards."""

    def take(action: str, body: Any = None, status: int = 200) -> Any:
        answer = router.post(f"{complaint}/{action}", body, analyst)
        assert answer.status_code == status, answer.text
        return answer.json

    return take


@pytest.fixture
def steps(router, analyst, complaint):
    """The steps so far, without their times."""

    def read() -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = router.get(complaint, analyst).json["transitions"]
        return [{name: value for name, value in step.items() if name not in ("at", "by")} for step in kept]

    return read


def waiting_mail(router) -> list[tuple[str, str]]:
    with router.service.read() as connection:
        rows = connection.execute(
            "SELECT body -> 'to' ->> 'staff', body ->> 'subject' FROM messages ORDER BY created_at"
        )
        return [(row[0], row[1]) for row in rows]


def hours_between(first: str, second: str) -> float:
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)) / timedelta(hours=1)


def test_a_routed_item_has_an_owner_and_is_due_as_the_team_has_promised(router, analyst, complaint):
    item = router.get(complaint, analyst).json
    assert (item["accountable"], item["assignee"]) == ("ana", None)
    assert hours_between(item["routed_at"], item["acknowledge_by"]) == 8
    assert hours_between(item["routed_at"], item["resolve_by"]) == 40
    assert item["due_at"] == item["acknowledge_by"]


def test_what_the_domain_and_the_database_call_due_is_the_same(router, analyst, complaint, do):
    def kept():
        with router.service.read() as connection:
            (row,) = connection.execute("SELECT due_at FROM feedback").fetchall()
        return row[0].isoformat() if row[0] else None

    assert do("acknowledge")["due_at"] == kept() is not None
    assert do("reroute", {"team": "network", "reason": "A cable"})["due_at"] == kept() is not None
    assert do("resolve", DONE)["due_at"] is kept() is None
    assert do("reopen", WHY)["due_at"] == kept() is not None
    assert do("withdraw", WHY)["due_at"] is kept() is None


def test_whom_an_item_is_assigned_to_answers_for_it_and_is_told_by_mail(router, do, steps, events):
    item = do("assign", {"person": "bea"})
    assert (item["assignee"], item["accountable"], item["status"]) == ("bea", "bea", "routed")
    assert do("assign", {"person": "bea"}) == item
    assert steps() == [
        {
            "action": "assign",
            "from_status": "routed",
            "to_status": "routed",
            "note": None,
            "detail": {"assignee": "bea"},
        }
    ]
    (told,) = events("router.feedback.assigned")
    assert (told["data"]["accountable"], told["data"]["assignee"]) == ("bea", "bea")
    assert waiting_mail(router) == [("bea@company.example", "Feedback for you to deal with (Billing)")]


def test_an_item_is_assigned_to_people_of_the_team_only(do, steps):
    problem = do("assign", {"person": "nuria"}, 422)
    assert problem["errors"] == [{"field": "person", "detail": 'The team "billing" names nobody "nuria".'}]
    assert steps() == []


def test_each_comment_is_kept_and_no_word_of_it_is_in_the_log(do, steps, events):
    item = do("comment", {"text": "Called Ana, no answer"})
    assert do("comment", {"text": "Called Ana, no answer"}) == item
    assert [(step["action"], step["note"]) for step in steps()] == [("comment", "Called Ana, no answer")] * 2
    told = events("router.feedback.commented")
    assert len(told) == 2
    assert "no answer" not in str(told)


def test_a_link_to_a_ticket_is_one_however_often_it_is_sent(do, steps, events):
    ticket = {"url": "https://tickets.company.example/BILL-4711", "label": "BILL-4711"}
    do("link", ticket)
    do("link", ticket)
    do("link", {**ticket, "url": "https://tickets.company.example/BILL-4712"})
    assert [step["detail"]["url"][-4:] for step in steps()] == ["4711", "4712"]
    told = events("router.feedback.linked")
    assert len(told) == 2
    assert "4711" not in str([event["data"] for event in told])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tickets", "ftp://a.example/1", "https://"])
def test_a_link_leads_to_a_web_page(do, url):
    assert do("link", {"url": url, "label": "x"}, 422)["errors"][0]["field"] == "url"


def test_a_rerouted_item_is_new_to_the_other_team_and_the_correction_is_kept(
    router, analyst, complaint, do, steps, events
):
    before = do("acknowledge")
    item = do("reroute", {"team": "network", "reason": "The line is dead, the bill is right"})
    assert (item["team"], item["accountable"], item["status"]) == ("network", "nuria", "routed")
    assert (item["handovers"], item["acknowledged_at"]) == (1, None)
    assert item["resolve_by"] == before["resolve_by"]
    assert steps()[-1] == {
        "action": "reroute",
        "from_status": "acknowledged",
        "to_status": "routed",
        "note": "The line is dead, the bill is right",
        "detail": {"from_team": "billing", "to_team": "network", "handovers": 1},
    }
    (told,) = events("router.feedback.rerouted")
    assert (told["data"]["team"], told["data"]["from_team"]) == ("network", "billing")
    assert "dead" not in str(told)
    with router.service.read() as connection:
        (kept,) = connection.execute(
            "SELECT from_team, to_team, by, note, text, language FROM routing_corrections"
        ).fetchall()
    assert kept == (
        "billing",
        "network",
        "a test",
        "The line is dead, the bill is right",
        "Me han charged twice en la factura",
        "es",
    )


def test_an_item_goes_to_teams_that_exist_and_are_others(do, steps):
    assert do("reroute", {"team": "kitchen", "reason": "Hm"}, 422)["errors"] == [
        {"field": "team", "detail": 'There is no team "kitchen".'}
    ]
    assert "already" in do("reroute", {"team": "billing", "reason": "Hm"}, 409)["detail"]
    assert steps() == []


def test_a_team_that_passes_an_item_on_sees_it_no_more(router, complaint):
    billing = router.key("feedback:read", "feedback:write", subject="team:billing")
    passed = router.post(f"{complaint}/reroute", {"team": "network", "reason": "A cable"}, billing)
    assert (passed.status_code, passed.json["team"]) == (200, "network")
    assert router.get(complaint, billing).status_code == 404
    assert router.get(complaint, router.key("feedback:read", subject="team:network")).status_code == 200


def test_who_is_handed_round_more_than_three_times_is_heard_by_somebody_higher_up(router, do, steps, events):
    for team in ("network", "triage", "network"):
        assert do("reroute", {"team": team, "reason": "Not ours"})["escalations"] == 0
    item = do("reroute", {"team": "billing", "reason": "Not ours"})
    assert (item["handovers"], item["escalations"], item["accountable"]) == (4, 1, "eva")
    assert [step["action"] for step in steps()] == ["reroute"] * 4 + ["escalate"]
    (told,) = events("router.feedback.escalated")
    assert told["data"]["to"] == "eva"
    assert waiting_mail(router) == [("eva@company.example", "Escalated to you: feedback for Billing")]


def test_an_escalation_ends_with_the_executive(do, events):
    assert do("escalate", WHY)["accountable"] == "eva"
    assert do("escalate", WHY)["accountable"] == "max"
    assert "Nobody is higher up" in do("escalate", WHY, 409)["detail"]
    assert [event["data"]["to"] for event in events("router.feedback.escalated")] == ["eva", "max"]


def test_a_resolution_says_where_the_cause_lay(do, steps, events):
    item = do("resolve", DONE)
    assert (item["root_cause"], item["what_was_done"], item["due_at"]) == (
        "process",
        DONE["what_was_done"],
        None,
    )
    assert do("resolve", DONE) == item
    assert "already resolved" in do("resolve", {**DONE, "root_cause": "people"}, 409)["detail"]
    (told,) = events("router.feedback.resolved")
    assert told["data"]["root_cause"] == "process"
    assert DONE["what_was_done"] not in str(told)
    assert [(step["note"], step["detail"]) for step in steps()] == [
        (DONE["what_was_done"], {"root_cause": "process"})
    ]
    assert do("resolve", {**DONE, "root_cause": "magic"}, 422)["errors"][0]["field"] == "root_cause"


def test_what_is_reopened_is_due_anew_with_who_dealt_with_it_and_can_be_resolved_again(do, steps, events):
    do("assign", {"person": "bea"})
    do("resolve", DONE)
    item = do("reopen", {"reason": "The customer said no"})
    assert (item["status"], item["accountable"], item["what_was_done"]) == ("reopened", "bea", None)
    assert (item["acknowledged_at"], item["resolved_at"], item["root_cause"]) == (None, None, None)
    assert item["due_at"] is not None
    assert do("reopen", {"reason": "Again"}) == item
    assert do("resolve", {"what_was_done": "Now for good"})["status"] == "resolved"
    assert [step["action"] for step in steps()] == ["assign", "resolve", "reopen", "resolve"]
    assert steps()[1]["note"] == DONE["what_was_done"]
    assert len(events("router.feedback.reopened")) == 1


def test_what_is_withdrawn_is_done_with(do, events):
    assert do("withdraw", WHY)["status"] == "withdrawn"
    do("withdraw", WHY)
    assert len(events("router.feedback.withdrawn")) == 1
    assert "withdrawn" in do("resolve", DONE, 409)["detail"]
    assert "reopen it" in do("assign", {"person": "bea"}, 409)["detail"]


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        ("assign", {}, "person"),
        ("comment", {"text": " "}, "text"),
        ("comment", {"text": "a\0b"}, "text"),
        ("reroute", {"team": "network"}, "reason"),
        ("link", {"url": "https://a.example"}, "label"),
        ("reopen", {"reason": ""}, "reason"),
        ("withdraw", {}, "reason"),
        ("escalate", {"reason": "x" * 1001}, "reason"),
    ],
)
def test_a_step_that_lacks_its_words_is_refused_by_field(do, steps, action, body, field):
    assert field in {error["field"] for error in do(action, body, 422)["errors"]}
    assert steps() == []


def test_two_who_act_at_once_act_one_after_the_other(router, analyst, complaint, steps, events):
    """Each of these excludes the others: whoever comes second is told so, and nothing is lost or mixed."""

    def act(number: int) -> int:
        action, body = [("resolve", DONE), ("withdraw", WHY)][number % 2]
        client = router.app.test_client()
        return int(client.post(f"{complaint}/{action}", json=body, headers=analyst).status_code)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(act, range(12)))
    assert set(answers) == {200, 409}
    assert len(steps()) == 1
    assert len(events("router.feedback.resolved")) + len(events("router.feedback.withdrawn")) == 1


def test_two_who_pass_an_item_on_at_once_hand_it_over_once(router, analyst, complaint, steps):
    def pass_on(_: int) -> int:
        client = router.app.test_client()
        body = {"team": "network", "reason": "A cable"}
        return int(client.post(f"{complaint}/reroute", json=body, headers=analyst).status_code)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(pass_on, range(2))) == [200, 409]
    assert len(steps()) == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("accountable = NULL", "accountable"),
        ("accountable = ''", "feedback_has_an_owner"),
        ("acknowledge_by = NULL", "acknowledge_by"),
        ("resolve_by = NULL", "resolve_by"),
        ("team = NULL", "team"),
        ("status = 'waiting'", "feedback_status_check|feedback_open_is_due|feedback_closed_is_not"),
        ("due_at = now()", "due_at"),
    ],
)
def test_the_database_itself_keeps_nothing_that_waits_without_owner_or_due_time(
    router, complaint, change, constraint
):
    with pytest.raises(psycopg.Error, match=constraint), router.service.change() as connection:
        connection.execute(f"UPDATE feedback SET {change}")
