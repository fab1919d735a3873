"""Who was erased is forgotten here too, in items, steps, events and in what could not be understood."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from feedback_router.store import themes
from shared.events import Event
from shared.ids import new_id
from shared.pseudonyms import pseudonym
from support.apps import INTERNAL_KEY, Running
from support.complaints import SUBMITTED_AT, erased, said, touched
from support.databases import somebody_waits
from support.searching import in_database

COMMENT = "My invoice is wrong, I live in Calle Luna"
WORDS = ['"bruno"', "bruno was", "calle luna"]


def items(router: Running, analyst: dict[str, str]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = router.get("/router/v1/feedback?limit=500", analyst).json["items"]
    return listed


def found(router: Running) -> list[str]:
    return in_database(router.service.settings.database_url, WORDS)


def test_an_erased_customer_is_in_no_table_and_what_is_counted_stays(router, analyst, book, hear, events):
    answer = said("bruno", COMMENT)
    hear(answer, said("ana", "La factura trae un cargo"))
    bruno, ana = sorted(items(router, analyst), key=lambda item: item["language"])
    router.post(f"/router/v1/feedback/{bruno['id']}/resolve", {"what_was_done": "Bruno was called."}, analyst)
    assert found(router)
    hear(answer, said("ana", "La factura trae un cargo"), erased(answer))
    assert found(router) == []
    forgotten = router.get(f"/router/v1/feedback/{bruno['id']}", analyst).json
    same = ("team", "status", "sentiment", "language", "scores", "resolved_at", "journey")
    resolved = {**bruno, "status": "resolved", "resolved_at": forgotten["resolved_at"]}
    assert {name: forgotten[name] for name in same} == {name: resolved[name] for name in same}
    assert (forgotten["text"], forgotten["phrases"], forgotten["customer_key"]) == ("", [], None)
    assert [step["note"] for step in forgotten["transitions"]] == [None]
    assert router.get(f"/router/v1/feedback/{ana['id']}", analyst).json["text"] == ana["text"]
    (told,) = events("router.customer.erased")
    assert told["data"]["responses"] == [answer.subject]
    assert len(told["data"]["events"]) == 1


def test_an_answer_that_is_told_late_brings_nobody_back(router, analyst, book, hear):
    answer = said("bruno", COMMENT)
    hear(erased(answer), answer)
    assert items(router, analyst) == []
    assert found(router) == []


@pytest.mark.parametrize("lacking", ["response_id", "survey"])
def test_what_could_not_be_understood_is_forgotten_too(router, book, hear, lacking):
    answer = said("bruno", COMMENT)
    broken = replace(answer, data={key: value for key, value in answer.data.items() if key != lacking})
    hear(broken)
    assert found(router)
    hear(broken, erased(answer))
    assert found(router) == []


def anonymised(*answers: Event) -> Event:
    """The survey service has kept these answers long enough to know whose they were."""
    data = {"response_ids": [event.subject for event in answers]}
    return Event(new_id(), "survey.responses.anonymised", "responses", SUBMITTED_AT, "request-1", data)


def test_answers_that_have_grown_too_old_lose_their_person_as_if_erased(router, analyst, book, hear, events):
    answer, other = said("bruno", COMMENT), said("ana", "La factura trae un cargo")
    hear(answer, other)
    assert found(router)
    hear(answer, other, anonymised(answer), anonymised(answer))
    assert found(router) == []
    assert len(items(router, analyst)) == 2
    first, again = events("router.responses.anonymised")
    assert first["data"]["response_ids"] == again["data"]["response_ids"] == [answer.subject]
    assert len(first["data"]["events"]) == 1


def kept(router: Running) -> tuple[int, int]:
    """How many contacts of customers are known, and how many messages wait or went."""
    counts = "SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM messages)"
    with router.service.read() as connection:
        (row,) = connection.execute(counts).fetchall()
    return row[0], row[1]


def test_nothing_of_what_people_did_with_an_item_tells_of_an_erased_customer(
    router, analyst, staffed, hear, events
):
    answer, call = said("bruno", COMMENT), touched("bruno", 1)
    hear(call, answer)
    (item,) = items(router, analyst)
    path = f"/router/v1/feedback/{item['id']}"
    for action, body in {
        "comment": {"text": "Bruno was called, he lives in Calle Luna"},
        "link": {"url": "https://tickets.example/4711", "label": "Bruno was here"},
        "assign": {"person": "bea"},
        "escalate": {"reason": "Bruno was angry"},
        "reroute": {"team": "network", "reason": "Bruno was right"},
        "withdraw": {"reason": "Bruno was tired"},
        "reopen": {"reason": "Bruno was back"},
    }.items():
        answered = router.post(f"{path}/{action}", body, analyst)
        assert answered.status_code == 200, answered.text
    assert {row.split(":")[0] for row in found(router)} >= {
        "feedback",
        "feedback_transitions",
        "routing_corrections",
        "events",
    }
    assert kept(router) == (1, 3)
    gone = erased(answer)
    told = replace(gone, data={**gone.data, "events": [str(call.id), str(answer.id)]})
    hear(call, answer, told)
    assert found(router) == []
    assert kept(router) == (0, 0)
    forgotten = router.get(path, analyst).json
    assert [step["action"] for step in forgotten["transitions"]] == [
        "comment",
        "link",
        "assign",
        "escalate",
        "reroute",
        "withdraw",
        "reopen",
    ]
    assert forgotten["transitions"][4]["detail"]["from_team"] == "billing"
    assert (forgotten["accountable"], forgotten["other_contacts"]) == ("nuria", [])
    assert router.get("/router/v1/feedback?q=luna", analyst).json["items"] == []


@pytest.mark.parametrize("still_told", [[], [1]], ids=["nothing", "the newest"])
def test_contacts_of_which_the_log_tells_nothing_any_more_are_found_by_the_pseudonym(
    router, analyst, book, hear, still_told
):
    calls = [touched("bruno", number) for number in range(2)]
    hear(*calls, touched("ana", 7), said("bruno", COMMENT), said("ana", "La factura trae un cargo"))
    gone = {
        "customer": pseudonym("bruno", INTERNAL_KEY),
        "aliases": [],
        "responses": [said("bruno", COMMENT).subject],
        "events": [str(calls[number].id) for number in still_told],
    }
    told = Event(new_id(), "survey.customer.erased", "pseudonym", SUBMITTED_AT, "request-1", gone)
    hear(*calls, touched("ana", 7), said("bruno", COMMENT), said("ana", "La factura trae un cargo"), told)
    assert found(router) == []
    with router.service.read() as connection:
        assert connection.execute("SELECT customer_key FROM contacts").fetchall() == [("ana",)]


def test_who_groups_comments_never_waits_for_a_follower_that_waits_for_them(router, book, hear):
    """A batch that corrects one customer's answer and erases another waits for the grouping before it locks an item."""
    ana, bruno = said("ana", "La factura trae un cargo"), said("bruno", COMMENT)
    data = {**said("ana", "La factura trae dos cargos").data, "revision": 2}
    corrected = replace(ana, id=new_id(), type="survey.response.corrected", data=data)
    hear(ana, bruno)
    with ThreadPoolExecutor() as worker, router.service.change() as grouping:
        themes.lock(grouping)
        follower = worker.submit(hear, ana, bruno, corrected, erased(bruno))
        while not somebody_waits(router.service.settings.database_url):
            assert not follower.done()
        rows = grouping.execute("SELECT id FROM feedback FOR UPDATE NOWAIT").fetchall()
        grouping.commit()
        assert (len(rows), follower.result()) == (2, 2)
