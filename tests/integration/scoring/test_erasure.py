"""Who was erased is forgotten in the facts, and what was counted is still counted."""

from dataclasses import replace
from uuid import uuid4

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import counted, kept, rows
from shared.events import Event
from shared.pseudonyms import pseudonym
from support.apps import INTERNAL_KEY, Running
from support.searching import in_database
from support.told import AT, corrected, received, routed, submitted

WORDS = ['"ana"', "(ana", ",ana,", "todo bien"]


def erased(*told: Event, source: str = "survey") -> Event:
    """The person of these events was erased."""
    data = {
        "customer": "5f3a",
        "responses": [event.data["response_id"] for event in told if "response_id" in event.data],
        "events": [str(event.id) for event in told],
    }
    return Event(uuid4(), f"{source}.customer.erased", "5f3a", AT, "request-1", data)


def found(scoring: Running) -> list[str]:
    return in_database(scoring.service.settings.database_url, WORDS)


def test_an_erased_customers_answers_count_as_before(scoring: Running, tell: Tell) -> None:
    first, second = submitted("first", nps=3, ces=2), submitted("second", nps=9)
    other = submitted("other", nps=7, customer_key="bruno")
    tell([first, second, other])
    before = kept(scoring)
    assert found(scoring)
    tell([erased(first, second)])
    assert found(scoring) == []
    assert kept(scoring) == before == counted(scoring)
    assert rows(scoring, "SELECT customer_key FROM responses WHERE customer_key IS NOT NULL") == [("bruno",)]


def test_an_answer_that_is_told_late_counts_as_anybodys(scoring: Running, tell: Tell) -> None:
    late = submitted("late", nps=3)
    tell([erased(late), late])
    assert found(scoring) == []
    assert kept(scoring) == counted(scoring)
    assert rows(scoring, "SELECT n FROM rollups WHERE type = 'nps'") == [(1,)]


def test_who_was_silent_for_longer_than_the_log_remembers_is_found_by_their_pseudonym(
    scoring: Running, tell: Tell
) -> None:
    hers, older, his = called("ana", "fibre"), called("an alias of ana", "fibre"), called("bruno", "fibre")
    tell([hers[0], older[0], his[0]])
    names = [pseudonym(name, INTERNAL_KEY) for name in ("ana", "an alias of ana")]
    data = {"customer": names[0], "aliases": names[1:], "responses": [], "events": []}
    tell([Event(uuid4(), "survey.customer.erased", names[0], AT, "request-1", data)])
    assert rows(scoring, "SELECT DISTINCT customer_key FROM touchpoints") == [("bruno",)]
    assert in_database(scoring.service.settings.database_url, ["ana"]) == []


@pytest.mark.parametrize("source", ["survey", "router"])
def test_what_could_not_be_understood_is_forgotten_too(scoring: Running, tell: Tell, source: str) -> None:
    whole = submitted("broken") if source == "survey" else routed("broken")
    broken = replace(whole, data={"customer_key": "ana", "comment": "Todo bien."})
    tell([broken])
    assert found(scoring)
    tell([erased(broken, source=source)])
    assert found(scoring) == []


@pytest.mark.parametrize("source", ["survey", "router"])
def test_answers_that_have_grown_too_old_lose_their_person_and_count_as_before(
    scoring: Running, tell: Tell, source: str
) -> None:
    old, other = submitted("old", nps=3), submitted("other", nps=7, customer_key="bruno")
    tell([old, other])
    before = kept(scoring)
    data = {"response_ids": [old.data["response_id"]]}
    tell([Event(uuid4(), f"{source}.responses.anonymised", "responses", AT, "request-1", data)])
    assert found(scoring) == []
    assert kept(scoring) == before == counted(scoring)
    assert rows(scoring, "SELECT customer_key FROM responses WHERE customer_key IS NOT NULL") == [("bruno",)]


def called(name: str, product: str) -> list[Event]:
    """This customer called about a product, and answered."""
    touchpoint = received(f"call of {name}", product=product)
    about = {"source": "/crm", "id": f"call of {name}", "type": "contact.closed"}
    answer = submitted(name, nps=9, customer_key=name, touchpoint=about)
    return [replace(touchpoint, data={**touchpoint.data, "customer_key": name}), answer]


def by_product(scoring: Running) -> dict[str | None, int]:
    statement = (
        "SELECT attributes ->> 'product', sum(n) FROM rollups JOIN slices ON id = slice_id"
        " WHERE type = 'nps' GROUP BY 1 HAVING sum(n) <> 0"
    )
    return dict(rows(scoring, statement))


def agrees(scoring: Running) -> bool:
    answer = scoring.post("/scoring/v1/recounts", None, scoring.key("rollups:write"))
    return bool(answer.json["equal"])


@pytest.mark.parametrize("source", ["survey", "router"])
def test_what_only_the_erased_said_of_a_dimension_is_gone_and_their_answer_still_counts(
    scoring: Running, tell: Tell, source: str
) -> None:
    hers = called("ana", "lollipop for ana")
    more = {name: hers[1].data[name] for name in ("scores", "touchpoint")}
    tell([*hers, corrected("ana", 2, language="pt", **more)])
    tell([*called("bruno", "fibre"), corrected("carla", 1, nps=2, customer_key="carla")])
    assert by_product(scoring) == {"lollipop for ana": 1, "fibre": 1, None: 1}
    tell([erased(*hers, source=source)])
    assert in_database(scoring.service.settings.database_url, ["lollipop"]) == []
    assert by_product(scoring) == {"fibre": 1, None: 2}
    assert agrees(scoring)
    assert rows(scoring, "SELECT count(*) FROM answers") == [(3,)]


@pytest.mark.parametrize(("customers", "left"), [(4, {"fibre": 3, None: 1}), (5, {"fibre": 5})])
def test_a_dimension_keeps_of_the_erased_what_five_customers_have_said(
    scoring: Running, tell: Tell, customers: int, left: dict[str | None, int]
) -> None:
    told = [called(f"customer {number}", "fibre") for number in range(customers)]
    tell([event for events in told for event in events])
    tell([erased(*told[0])])
    assert by_product(scoring) == left
    assert agrees(scoring)
    tell([erased(*told[0], source="router")])
    assert by_product(scoring) == left


def test_many_answers_of_one_customer_make_what_they_said_nobody_elses(scoring: Running, tell: Tell) -> None:
    told = [called(f"call {number}", "lollipop for ana") for number in range(6)]
    hers = [replace(event, data={**event.data, "customer_key": "ana"}) for both in told for event in both]
    tell(hers)
    tell([erased(*hers)])
    assert by_product(scoring) == {None: 6}
    assert found(scoring) == []


def test_an_answer_that_is_told_after_the_erasure_has_no_touchpoint_to_say_anything(
    scoring: Running, tell: Tell
) -> None:
    touchpoint, answer = called("ana", "lollipop for ana")
    tell([touchpoint, erased(answer), answer])
    assert by_product(scoring) == {None: 1}
    assert agrees(scoring)
    tell([erased(touchpoint, answer)])
    assert in_database(scoring.service.settings.database_url, ["lollipop"]) == []
