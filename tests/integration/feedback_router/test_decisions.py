"""Automatic decisions: approved within limits and paid once, everything else with a person at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from feedback_router.jobs import AMOUNT_HISTORY
from feedback_router.store import claims
from feedback_router.use_cases.decide_claims import decide_claim, decide_claims
from feedback_router.use_cases.read_amount_history import read_amount_history
from shared.clock import now
from shared.events import Event
from shared.ids import new_id
from support.complaints import SUBMITTED_AT, feed
from support.deciding import (
    AMOUNTS,
    DECISIONS,
    LATE,
    POLICIES,
    POLICY,
    complained,
    declare,
    delivered,
    put_in_force,
    tried,
)
from support.searching import in_database

ONCE = {"customer_cap": 100_000, "day_cap": 100_000}


@pytest.fixture
def finance(router):
    """Who writes policies and asks for reversals."""
    return router.key("decisions:read", "decisions:write", "feedback:read", "feedback:write", holder="Ana")


@pytest.fixture
def boss(router):
    """Who approves them."""
    return router.key("decisions:read", "decisions:write", "decisions:approve", "audit:read", holder="Carla")


@pytest.fixture
def policy(router, book, finance, boss):
    """In force, with its amounts declared."""
    declare(router, finance)
    put_in_force(router, POLICY, finance, boss)
    return POLICY


@pytest.fixture
def tell(hear):
    """Let the survey's log go on with these events."""
    log: list[Event] = []

    def go_on(*events: Event) -> None:
        log.extend(events)
        hear(*log)

    return go_on


def decide(router) -> int:
    return decide_claims(router.service.change, router.service.settings, now=now())


def listed(router, key, query="") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = router.get(f"{DECISIONS}?limit=500{query}", key).json["items"]
    return items


def test_a_late_order_is_paid_back_at_once_told_to_the_team_and_to_the_customer(
    router, policy, tell, finance, events
):
    tell(delivered("bruno", "order-1", 1250), complained("bruno", "order-1"))
    assert (decide(router), decide(router)) == (1, 0)
    (decision,) = listed(router, finance)
    assert (decision["state"], decision["amount"], decision["currency"]) == ("approved", 1250, "EUR")
    assert (decision["rule"], decision["policy_version"], decision["held_by"]) == ("late-delivery", 1, None)
    (event,) = events("router.decision.approved")
    told = event["data"]
    assert told["touchpoint"] == {"source": "/shop", "id": "order-1", "type": "order.delivered_late"}
    assert (told["team"], told["action"], told["amount"], told["currency"]) == (
        "billing",
        "refund",
        1250,
        "EUR",
    )
    assert "customer_key" not in told
    item = router.get(f"/router/v1/feedback/{decision['feedback_id']}", finance).json
    assert (item["status"], [step["action"] for step in item["transitions"]]) == (
        "acknowledged",
        ["decide", "acknowledge", "reply"],
    )
    assert item["transitions"][0]["note"] == 'Rule "late-delivery" approved EUR 12.50 (refund).'
    (reply,) = router.get(f"/router/v1/feedback/{item['id']}/replies", finance).json["items"]
    assert (reply["subject"], reply["text"]) == ("Your refund", "We pay back EUR 12.50.")


def test_the_customer_hears_of_it_in_their_language(router, policy, tell, finance):
    tell(
        delivered("ana", "order-1"),
        complained(
            "ana", "order-1", "El pedido llegó tarde y nadie avisó. Quiero que me devuelvan el envío."
        ),
    )
    decide(router)
    (decision,) = listed(router, finance)
    (reply,) = router.get(f"/router/v1/feedback/{decision['feedback_id']}/replies", finance).json["items"]
    assert (reply["language"], reply["text"]) == ("es", "Te devolvemos 12,50 EUR.")


@pytest.mark.parametrize(
    ("order", "limit"),
    [
        (delivered("bruno", "order-1", 2001), "case"),
        (delivered("bruno", "order-1", 1250, days_ago=31), "touchpoint_age"),
        (delivered("bruno", "order-1", "12.50"), "amount"),
        (delivered("bruno", "another", 1250), "amount"),
    ],
)
def test_what_a_limit_holds_is_with_a_person_at_once_who_sees_which_limit(
    router, policy, tell, finance, events, order, limit
):
    tell(order, complained("bruno", "order-1", f"{LATE} You owe me 5000 euros."))
    assert decide(router) == 1
    (decision,) = listed(router, finance, "&state=referred")
    assert (decision["held_by"], decision["outcome"]) == (limit, "referred")
    item = router.get(f"/router/v1/feedback/{decision['feedback_id']}", finance).json
    assert (item["status"], item["transitions"][0]["note"]) == ("routed", decision["reason"])
    assert events("router.decision.approved") == []
    (event,) = events("router.decision.referred")
    assert event["data"]["held_by"] == limit


def test_what_no_rule_fits_is_decided_by_nobody(router, policy, tell, finance):
    tell(delivered("bruno", "order-1"), complained("bruno", "order-1", "Everything was lovely, thank you!"))
    assert (decide(router), listed(router, finance)) == (0, [])


def test_without_a_policy_nothing_is_decided_and_one_that_comes_later_leaves_the_past_alone(
    router, book, tell, finance, boss
):
    declare(router, finance)
    told = [delivered("bruno", "order-1"), complained("bruno", "order-1")]
    tell(*told)
    assert decide(router) == 0
    put_in_force(router, POLICY, finance, boss)
    tell(*told)
    assert (decide(router), listed(router, finance)) == (0, [])


def test_who_is_faster_than_the_policy_deals_with_it(router, policy, tell, finance):
    tell(delivered("bruno", "order-1"), complained("bruno", "order-1"))
    (item,) = router.get("/router/v1/feedback", finance).json["items"]
    router.post(f"/router/v1/feedback/{item['id']}/acknowledge", {}, finance)
    assert (decide(router), listed(router, finance)) == (0, [])


def test_an_answer_that_is_told_again_is_decided_once(router, policy, tell, finance):
    told = [delivered("bruno", "order-1"), complained("bruno", "order-1")]
    tell(*told)
    decide(router)
    tell(*told, *told)
    assert (decide(router), len(listed(router, finance))) == (0, 1)


def test_a_second_answer_about_the_same_order_is_not_paid_again(router, policy, tell, finance):
    tell(delivered("bruno", "order-1"), *(complained("bruno", "order-1", number=n) for n in range(3)))
    assert decide(router) == 3
    found = listed(router, finance)
    assert sorted(str(one["held_by"]) for one in found) == ["None", "once", "once"]


def in_threads(router) -> None:
    """Each item that waits is decided by a worker of its own, all at once."""
    with router.service.read() as connection:
        waiting = claims.waiting(connection, 100)
    url = router.service.settings.database_url
    start = threading.Barrier(len(waiting))

    def work(feedback_id, connection) -> None:
        start.wait()
        with connection:
            decide_claim(connection, feedback_id, router.service.settings, now())

    connections = [psycopg.connect(url) for _ in waiting]
    with ThreadPoolExecutor(len(waiting)) as pool:
        for outcome in [pool.submit(work, *both) for both in zip(waiting, connections, strict=True)]:
            outcome.result()


def test_workers_that_decide_at_once_pay_each_order_once(router, book, tell, finance, boss, events):
    declare(router, finance)
    put_in_force(router, {**POLICY, **ONCE}, finance, boss)
    orders = [f"order-{number}" for number in range(3)]
    tell(*(delivered("bruno", order, 100) for order in orders))
    tell(*(complained("bruno", order, number=n) for n in range(4) for order in orders))
    in_threads(router)
    found = listed(router, finance)
    paid = [one["touchpoint_id"] for one in found if one["outcome"] == "approved"]
    assert (len(found), sorted(paid)) == (12, orders)
    assert len(events("router.decision.approved")) == 3


def test_workers_that_decide_at_once_never_pass_a_cap(router, policy, tell, finance):
    orders = [(who, f"{who}-{number}") for who in ("ana", "bruno", "carla") for number in range(4)]
    tell(*(delivered(who, order, 1250) for who, order in orders))
    tell(*(complained(who, order) for who, order in orders))
    in_threads(router)
    found = listed(router, finance)
    paid = [one["customer_key"] for one in found if one["outcome"] == "approved"]
    assert (len(found), sorted(paid)) == (12, ["ana", "ana", "bruno", "bruno", "carla", "carla"])
    assert {one["held_by"] for one in found} == {None, "customer_cap"}


def test_workers_that_decide_at_once_never_pass_the_cap_of_all(router, policy, tell, finance):
    tell(*(delivered(f"customer-{number}", f"order-{number}", 1250) for number in range(12)))
    tell(*(complained(f"customer-{number}", f"order-{number}") for number in range(12)))
    in_threads(router)
    found = listed(router, finance)
    assert sorted(str(one["held_by"]) for one in found) == ["None"] * 8 + ["day_cap"] * 4


def test_a_clock_that_is_behind_gets_past_no_cap(router, policy, tell, finance):
    tell(delivered("bruno", "order-1", 2000), complained("bruno", "order-1"))
    decide(router)
    tell(delivered("bruno", "order-2", 2000), complained("bruno", "order-2"))
    decide_claims(router.service.change, router.service.settings, now=now() - timedelta(hours=1))
    assert sorted(str(one["held_by"]) for one in listed(router, finance)) == ["None", "customer_cap"]


# What is put in force


def test_a_policy_is_put_in_force_as_it_was_tried_by_a_second_person(router, book, finance, boss, events):
    declare(router, finance)
    assert router.get(POLICIES, finance).json == {"version": 0, "set_at": None, "policy": None}
    dry_run = tried(router, POLICY, boss).json
    own = router.post(POLICIES, {"dry_run": dry_run["id"]}, boss)
    assert (own.status_code, "second person" in own.json["detail"]) == (403, True)
    dry_run = tried(router, POLICY, finance).json
    assert router.get(f"{POLICIES}/dry-run/{dry_run['id']}", boss).json == dry_run
    published = router.post(POLICIES, {"dry_run": dry_run["id"]}, boss)
    assert published.json == {"version": 1, "is_new": True}
    assert router.post(POLICIES, {"dry_run": dry_run["id"]}, boss).json == {"version": 1, "is_new": False}
    in_force = router.get(POLICIES, finance).json
    assert (in_force["version"], in_force["policy"]) == (1, dry_run["policy"])
    (event,) = events("router.decision.policy_set")
    assert (event["data"]["dry_run"], event["data"]["tried_by"], event["data"]["by"]) == (
        dry_run["id"],
        "Ana",
        "Carla",
    )
    (entry,) = router.get("/router/v1/audit?subject=decision-policy", boss).json["items"]
    assert (entry["action"], entry["by"], entry["detail"]["dry_run"]) == (
        "decision_policy.set",
        "Carla",
        dry_run["id"],
    )


def test_nothing_is_put_in_force_that_was_not_tried_or_long_ago(router, book, finance, boss):
    unknown = router.post(POLICIES, {"dry_run": str(new_id())}, boss)
    assert (unknown.status_code, unknown.json["errors"][0]["field"]) == (422, "dry_run")
    declare(router, finance)
    dry_run = tried(router, POLICY, finance).json
    with router.service.change() as connection:
        connection.execute("UPDATE decision_dry_runs SET at = at - interval '8 days'")
    late = router.post(POLICIES, {"dry_run": dry_run["id"]}, boss)
    assert (late.status_code, "try it again" in late.json["detail"]) == (409, True)


def test_what_a_policy_pays_by_stays_an_amount_of_its_currency_until_it_is_stopped(router, policy, finance):
    other = {"amounts": [{"attribute": "refundable_cents", "currency": "CLP"}]}
    nothing: dict[str, list[dict[str, str]]] = {"amounts": []}
    for amounts in (other, nothing):
        refused = router.client.put(f"{POLICIES}/amounts", json=amounts, headers=finance)
        assert (refused.status_code, "refundable_cents" in refused.json["detail"]) == (409, True)
    (kept,) = router.get(f"{POLICIES}/amounts", finance).json["amounts"]
    assert kept["currency"] == "EUR"
    router.post(f"{POLICIES}/stop", {}, finance)
    assert router.client.put(f"{POLICIES}/amounts", json=other, headers=finance).status_code == 200


def test_what_no_longer_fits_todays_amounts_is_not_put_in_force(router, book, finance, boss):
    declare(router, finance)
    dry_run = tried(router, POLICY, finance).json
    other = {"amounts": [{"attribute": "refundable_cents", "currency": "CLP"}]}
    router.client.put(f"{POLICIES}/amounts", json=other, headers=finance)
    refused = router.post(POLICIES, {"dry_run": dry_run["id"]}, boss)
    assert (refused.status_code, "CLP" in refused.json["detail"]) == (409, True)
    assert router.get(POLICIES, finance).json["version"] == 0


def test_a_teams_key_neither_tries_nor_sets_what_is_decided_for_all(router, policy):
    team = router.key("decisions:read", "decisions:write", "decisions:approve", subject="team:billing")
    assert tried(router, POLICY, team).status_code == 403
    assert router.client.put(f"{POLICIES}/amounts", json={"amounts": []}, headers=team).status_code == 403
    assert router.post(POLICIES, {"dry_run": str(new_id())}, team).status_code == 403
    assert router.get(f"{POLICIES}/dry-run/{new_id()}", team).status_code == 403


def test_one_person_can_stop_it_at_once(router, policy, tell, finance, boss):
    tell(delivered("bruno", "order-1"), complained("bruno", "order-1"))
    assert router.post(f"{POLICIES}/stop", {}, finance).json == {"version": 2, "is_new": True}
    assert router.post(f"{POLICIES}/stop", {}, finance).json == {"version": 2, "is_new": False}
    tell(delivered("bruno", "order-2"), complained("bruno", "order-2"))
    assert (decide(router), listed(router, finance)) == (0, [])


def test_what_could_not_be_carried_out_is_refused_by_field(router, book, finance):
    undeclared = tried(router, POLICY, finance)
    assert [error["field"] for error in undeclared.json["errors"]] == ["policy.rules.0.amount_attribute"]
    declare(router, finance)
    rule = {**POLICY["rules"][0], "team": "nobody", "case_limit": 5000}
    answer = tried(router, {**POLICY, "rules": [rule]}, finance)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (
        422,
        ["policy.rules.0.team", "policy.rules.0.case_limit"],
    )


# What was tried


def test_a_dry_run_says_what_would_have_been_approved_and_what_would_not(router, book, tell, finance):
    declare(router, finance)
    orders = [("ana", "a-1", 1500), ("ana", "a-2", 1500), ("ana", "a-3", 1), ("bruno", "b-1", 2001)]
    tell(*(delivered(who, order, cents) for who, order, cents in orders))
    tell(*(complained(who, order) for who, order, _ in orders), complained("bruno", "unheard-of"))
    result = tried(router, POLICY, finance).json["result"]
    numbers = ("items", "claims", "approved", "referred", "amount", "most_in_a_day", "most_of_a_customer")
    assert {name: result[name] for name in numbers} == {
        "items": 5,
        "claims": 5,
        "approved": 2,
        "referred": 3,
        "amount": 3000,
        "most_in_a_day": 3000,
        "most_of_a_customer": 3000,
    }
    assert {held["held_by"]: held["count"] for held in result["held"]} == {
        "customer_cap": 1,
        "case": 1,
        "amount": 1,
    }
    assert [example["amount"] for example in result["examples"]] == [1500, 1500]
    assert result["by_rule"] == [{"rule": "late-delivery", "approved": 2, "amount": 3000, "referred": 3}]
    assert listed(router, finance) == []


def test_what_was_told_before_an_amount_was_declared_is_read_once(router, book, tell, finance):
    log = [delivered("bruno", "order-1", 1250), complained("bruno", "order-1")]
    tell(*log)
    declare(router, finance)
    assert tried(router, POLICY, finance).json["result"]["approved"] == 0

    def read() -> int:
        service = router.service
        return read_amount_history(
            service.read, service.change, feed(*log, page=1), AMOUNT_HISTORY, now, timedelta(minutes=1)
        )

    assert (read(), read()) == (2, 0)
    assert tried(router, POLICY, finance).json["result"]["approved"] == 1
    assert router.get(f"{POLICIES}/amounts", finance).json["amounts"][0]["history_read"] is True
    assert decide(router) == 0


def test_only_declared_amounts_of_a_touchpoint_are_kept(router, book, tell, finance):
    declare(router, finance)
    # More digits than any moment has behind its seconds.
    tell(delivered("bruno", "order-1", 7_319_046))
    url = router.service.settings.database_url
    (kept,) = in_database(url, ["7319046"])
    assert (kept.split(":")[0], "luna" in kept.lower()) == ("touchpoint_amounts", False)
    router.client.put(f"{POLICIES}/amounts", json={"amounts": []}, headers=finance)
    assert in_database(url, ["7319046"]) == []
    twice = {"amounts": AMOUNTS["amounts"] * 2}
    assert router.client.put(f"{POLICIES}/amounts", json=twice, headers=finance).status_code == 422


# Reversing


def approved(router, tell, key) -> dict[str, Any]:
    tell(delivered("bruno", "order-1"), complained("bruno", "order-1"))
    decide(router)
    (decision,) = listed(router, key)
    return decision


def test_a_decision_is_reversed_by_two_people_and_its_item_is_open_again(
    router, policy, tell, finance, boss, events
):
    decision = approved(router, tell, finance)
    item = f"/router/v1/feedback/{decision['feedback_id']}"
    router.post(f"{item}/resolve", {"what_was_done": "Paid back."}, finance)
    path = f"{DECISIONS}/{decision['id']}"
    early = router.post(f"{path}/reversal", {"confirm": True}, boss)
    assert early.status_code == 409
    asked = router.post(f"{path}/reverse", {"reason": "The parcel came on time."}, finance).json
    assert asked["state"] == "reversal_asked"
    (told,) = events("router.decision.reversal_asked")
    assert (told["data"]["by"], "on time" in str(told)) == ("Ana", False)
    own = router.key("decisions:approve", holder="ANA")
    assert router.post(f"{path}/reversal", {"confirm": True}, own).status_code == 403
    assert events("router.decision.reversed") == []
    reversed_ = router.post(f"{path}/reversal", {"confirm": True}, boss).json
    assert (reversed_["state"], [step["by"] for step in reversed_["steps"]]) == ("reversed", ["Ana", "Carla"])
    assert router.post(f"{path}/reversal", {"confirm": True}, boss).status_code == 409
    assert router.post(f"{path}/reverse", {"reason": "Again."}, finance).status_code == 409
    (event,) = events("router.decision.reversed")
    assert (event["data"]["decision_id"], event["data"]["amount"]) == (decision["id"], 1250)
    assert router.get(item, finance).json["status"] == "reopened"
    trail = router.get(f"/router/v1/audit?subject={decision['id']}", boss).json["items"]
    assert [entry["action"] for entry in trail] == ["decision.reversal_asked", "decision.reversal_settled"]


def test_a_reversal_that_is_refused_lets_the_decision_stand_and_can_be_asked_for_again(
    router, policy, tell, finance, boss, events
):
    path = f"{DECISIONS}/{approved(router, tell, finance)['id']}"
    router.post(f"{path}/reverse", {"reason": "Perhaps."}, finance)
    assert router.post(f"{path}/reversal", {"confirm": False}, boss).json["state"] == "approved"
    (told,) = events("router.decision.reversal_refused")
    assert told["data"]["by"] == "Carla"
    assert router.post(f"{path}/reverse", {"reason": "Surely."}, finance).json["state"] == "reversal_asked"
    assert len(listed(router, finance, "&state=reversal_asked")) == 1


def test_a_reversal_gives_nothing_back_to_a_cap_and_the_order_is_not_paid_again(
    router, policy, tell, finance, boss
):
    tell(delivered("bruno", "order-1", 2000), complained("bruno", "order-1"))
    decide(router)
    (decision,) = listed(router, finance)
    router.post(f"{DECISIONS}/{decision['id']}/reverse", {"reason": "A mistake."}, finance)
    router.post(f"{DECISIONS}/{decision['id']}/reversal", {"confirm": True}, boss)
    tell(complained("bruno", "order-1", number=2))
    tell(delivered("bruno", "order-2", 1001), complained("bruno", "order-2"))
    decide(router)
    assert sorted(str(one["held_by"]) for one in listed(router, finance)) == ["None", "customer_cap", "once"]


# Looking


def test_a_teams_key_sees_what_its_systems_carry_out_and_no_accounts(router, policy, tell, finance):
    decision = approved(router, tell, finance)
    billing = router.key("decisions:read", subject="team:billing")
    network = router.key("decisions:read", subject="team:network")
    assert [one["id"] for one in listed(router, billing)] == [decision["id"]]
    assert listed(router, network) == []
    assert router.get(f"{DECISIONS}/{decision['id']}", network).status_code == 404
    assert router.get(f"{DECISIONS}?team=billing", network).status_code == 403
    assert router.get(f"{DECISIONS}/accounts", billing).status_code == 403


def test_decisions_are_listed_page_by_page_and_filtered(router, policy, tell, finance):
    tell(*(delivered(who, f"{who}-1", 100) for who in ("ana", "bruno", "carla")))
    tell(*(complained(who, f"{who}-1") for who in ("ana", "bruno", "carla")))
    decide(router)
    first = router.get(f"{DECISIONS}?limit=2", finance).json
    rest = router.get(f"{DECISIONS}?limit=2&cursor={first['next']}", finance).json
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert listed(router, finance) == first["items"] + rest["items"]
    assert [one["customer_key"] for one in listed(router, finance, "&customer=ana")] == ["ana"]
    assert [one["customer_key"] for one in listed(router, finance, "&touchpoint=carla-1")] == ["carla"]
    assert (listed(router, finance, "&rule=other"), len(listed(router, finance, "&rule=late-delivery"))) == (
        [],
        3,
    )


def test_accounts_show_who_claims_more_than_chance_explains_with_its_n(router, book, tell, finance, boss):
    declare(router, finance)
    put_in_force(router, {**POLICY, **ONCE}, finance, boss)
    tell(*(delivered(f"customer-{number}", f"o-{number}", 100) for number in range(60)))
    tell(*(delivered("ana", f"ana-{number}", 100) for number in range(8)))
    tell(complained("customer-1", "o-1"), *(complained("ana", f"ana-{number}") for number in range(8)))
    decide(router)
    found = router.get(f"{DECISIONS}/accounts", finance).json
    assert (found["customers"], found["touchpoints"], found["claimed"]) == (61, 68, 9)
    ana, other = found["items"]
    assert (ana["customer_key"], ana["touchpoints"], ana["claimed"], ana["approvals"], ana["amount"]) == (
        "ana",
        8,
        8,
        8,
        800,
    )
    assert ana["p"] == pytest.approx(61 * (9 / 68) ** 8)
    assert (ana["is_outlier"], other["customer_key"], other["is_outlier"]) == (True, "customer-1", False)
    assert router.get(f"{DECISIONS}/accounts?limit=1", finance).json["items"] == [ana]


# Forgetting


def test_of_an_erased_customer_the_books_keep_what_was_paid_and_not_whose_it_was(
    router, policy, tell, finance, boss, events
):
    order, answer = delivered("bruno", "order-1"), complained("bruno", "order-1")
    tell(order, answer)
    decide(router)
    (decision,) = listed(router, finance)
    router.post(f"{DECISIONS}/{decision['id']}/reverse", {"reason": "Bruno says so."}, finance)
    (told,) = events("router.decision.approved")
    late, waits = delivered("bruno", "order-2"), complained("bruno", "order-2")
    data = {
        "customer": "5f3a",
        "responses": [answer.subject, waits.subject],
        "events": [str(event.id) for event in (order, answer, late, waits)],
    }
    erased = Event(new_id(), "survey.customer.erased", "5f3a", SUBMITTED_AT, "request-1", data)
    tell(late, waits, erased)
    assert decide(router) == 0
    (kept,) = listed(router, finance)
    same = ("id", "rule", "amount", "currency", "policy_version", "touchpoint_id", "at")
    assert {name: kept[name] for name in same} == {name: decision[name] for name in same}
    assert kept["customer_key"] is None
    assert [step["note"] for step in router.get(f"{DECISIONS}/{kept['id']}", finance).json["steps"]] == [None]
    url = router.service.settings.database_url
    assert in_database(url, ['"bruno"', "bruno says", "calle luna"]) == []
    # A receiver that is told again is told the same.
    assert events("router.decision.approved") == [told]
    (cleared,) = events("router.customer.erased")
    assert told["id"] in cleared["data"]["events"]
