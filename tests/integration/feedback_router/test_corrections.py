"""Customers who correct their answers: nothing that they say is lost, and no promise is put off by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from feedback_router.domain.service_levels import Alarm
from feedback_router.text.pipeline import load_pipeline
from feedback_router.use_cases.add_customers_words import add_customers_words, understand_words
from feedback_router.use_cases.watch_service_levels import watch_service_levels
from shared.clock import now
from shared.events import Event
from shared.ids import new_id
from support.complaining import original
from support.complaints import BOOK, said
from support.executives import CRITICAL

BILL = "La factura está mal"


@pytest.fixture
def tell(hear):
    """Ana's answer, and its corrections, one after the other."""
    told: list[Event] = []

    def say(comment, **more):
        event = said("ana", comment, **more)
        if told:
            data = {**event.data, "revision": len(told) + 1}
            event = replace(event, id=new_id(), type="survey.response.corrected", data=data)
        told.append(event)
        hear(*told)

    return say


@pytest.fixture
def item(router, analyst):
    """The item of what Ana said, with its steps."""

    def look():
        items = router.get("/router/v1/feedback?limit=500", analyst).json["items"]
        (found,) = (one for one in items if one["question"] == "comment")
        return router.get(f"/router/v1/feedback/{found['id']}", analyst).json

    return look


@pytest.fixture
def add(router, item):
    """What Ana adds by mail."""

    def do(text):
        words = understand_words(text, "es", load_pipeline())
        with router.service.change() as connection:
            add_customers_words(connection, UUID(item()["id"]), words, now=now(), request_id="mail")

    return do


@pytest.fixture
def act(router, analyst, item):
    """What a team does with it."""

    def do(action, **body):
        answer = router.post(f"/router/v1/feedback/{item()['id']}/{action}", body or None, analyst)
        assert answer.status_code == 200, answer.text

    return do


@pytest.mark.parametrize("words", [BILL, "La factura sigue mal"])
def test_what_is_taken_back_and_said_again_is_open_again(staffed, tell, item, words, events):
    tell(BILL)
    tell(None, wish="Nada")
    assert item()["status"] == "withdrawn"
    tell(words, wish="Nada")
    assert (item()["status"], item()["text"]) == ("reopened", words)
    assert item()["due_at"]
    assert [step["action"] for step in item()["transitions"]] == ["withdraw", "revise", "reopen"]
    assert len(events("router.feedback.reopened")) == 1


def test_another_score_that_brings_the_same_words_to_another_team_is_told_to_both(router, tell, item, events):
    low = {"key": "low", "team": "network", "score_at_most": [{"measure": "nps", "value": 3}]}
    rules = {**BOOK, "rules": [low, *BOOK["rules"]]}
    assert router.post("/router/v1/rules", rules, router.key("rules:write")).status_code == 200
    tell(BILL, nps=9)
    tell(BILL, nps=9)
    assert events("router.feedback.revised") == []
    tell(BILL, nps=1)
    assert item()["team"] == "network"
    assert [step["detail"] for step in item()["transitions"]] == [{"team": "network"}]
    (told,) = events("router.feedback.revised")
    assert (told["data"]["from_team"], told["data"]["team"]) == ("billing", "network")


def test_what_is_said_anew_after_the_resolution_is_open_again_and_the_same_words_are_not(
    staffed, tell, item, act
):
    tell(BILL)
    act("resolve", what_was_done="Se corrigió.")
    tell(BILL, nps=1)
    assert item()["status"] == "resolved"
    tell("La factura está mal otra vez", nps=1)
    assert (item()["status"], item()["what_was_done"]) == ("reopened", None)


def test_thanks_after_the_resolution_open_nothing(staffed, tell, item, act):
    tell(BILL)
    act("resolve", what_was_done="Se corrigió.")
    tell("Muchas gracias, la factura ya está perfecta. Excelente atención", nps=10)
    assert (item()["kind"], item()["status"]) == ("praise", "resolved")


def test_what_a_team_withdrew_stays_so_while_the_customer_says_the_same(staffed, tell, item, act):
    tell(BILL)
    act("withdraw", reason="Llamó y no quiere seguir.")
    tell(BILL, nps=1)
    assert item()["status"] == "withdrawn"


def put_off(router, hours):
    """Let the item be that much older."""
    with router.service.change() as connection:
        connection.execute(
            """UPDATE feedback SET acknowledge_by = acknowledge_by - %(h)s, resolve_by = resolve_by - %(h)s,
                                   check_at = check_at - %(h)s""",
            {"h": timedelta(hours=hours)},
        )


def promised(item):
    return tuple(datetime.fromisoformat(item[name]) for name in ("acknowledge_by", "resolve_by"))


def test_a_correction_puts_no_due_time_off_nor_silences_its_alarm(router, staffed, tell, item):
    tell(BILL)
    put_off(router, 24 * 20)
    before = promised(item())
    watch_service_levels(router.service.change, router.service.settings, now=now())
    tell("La factura está muy mal")
    assert promised(item()) == before
    with router.service.read() as connection:
        (row,) = connection.execute("SELECT alarm, check_at FROM feedback").fetchall()
    assert row[0] == Alarm.OVERDUE
    assert row[1] > now()


@pytest.mark.parametrize("seen", [False, True])
def test_graver_words_are_due_sooner_whether_or_not_somebody_has_seen_the_milder_ones(
    book, tell, item, act, seen
):
    tell(BILL)
    if seen:
        act("acknowledge")
    before = promised(item())
    tell(CRITICAL)
    after = promised(item())
    assert item()["severity"] == 4
    assert after[1] < before[1]
    assert after[1] <= datetime.now(UTC) + timedelta(hours=24)


def test_what_was_escalated_stays_with_whom_it_was_escalated_to(staffed, tell, item, act):
    tell(BILL)
    act("escalate", reason="Urgente")
    before = item()
    tell("Perdón: se corta la conexión")
    same = ("team", "accountable", "escalations")
    assert {name: item()[name] for name in same} == {name: before[name] for name in same}


@pytest.mark.parametrize("first", [BILL, f"{BILL}, soy ana@x.example"])
@pytest.mark.parametrize("second", ["La factura sigue mal", "La factura sigue mal, soy eva@x.example"])
def test_a_correction_takes_the_place_of_the_comment_and_of_nothing_that_was_added_to_it(
    router, staffed, tell, item, add, first, second
):
    tell(first)
    added = ["Llámame al 600 22 33 44", "o escribe a bo@x.example"]
    for text in added:
        add(text)
    assert original(router, item()["id"]) == "\n\n".join([first, *added])
    tell(second)
    assert original(router, item()["id"]) == "\n\n".join([second, *added])


def test_a_comment_that_holds_nothing_personal_any_more_leaves_no_original(router, staffed, tell):
    tell(f"{BILL}, soy ana@x.example")
    tell(BILL)
    with router.service.read() as connection:
        assert connection.execute("SELECT * FROM originals").fetchall() == []


def test_what_is_added_and_graver_makes_the_item_as_grave_and_is_told_at_once(book, tell, item, add, events):
    tell(BILL)
    before, since = item(), promised(item())
    add("Y gracias")
    assert {name: item()[name] for name in ("severity", "priority", "due_at")} == {
        name: before[name] for name in ("severity", "priority", "due_at")
    }
    for _ in range(2):
        add(CRITICAL)
    after = item()
    assert before["severity"] < after["severity"] == 4
    assert after["priority"] > before["priority"]
    assert promised(after)[1] < since[1]
    assert [step["action"] for step in after["transitions"]].count("revise") == 1
    assert after["text"] == BILL

    assert len(events("router.feedback.critical")) == len(events("router.feedback.revised")) == 1


def test_a_comment_that_is_corrected_is_no_milder_than_what_was_added_to_it(staffed, tell, item, add):
    tell(BILL)
    add(CRITICAL)
    grave = item()
    tell("La factura sigue mal")
    assert (item()["severity"], item()["severity_reasons"]) == (4, grave["severity_reasons"])
    assert item()["text"] == "La factura sigue mal"
