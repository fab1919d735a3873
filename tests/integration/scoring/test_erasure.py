"""Who was erased is forgotten in the facts, and no rollup moves."""

from dataclasses import replace
from uuid import uuid4

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import counted, kept, rows
from shared.events import Event
from support.apps import Running
from support.searching import in_database
from support.told import AT, routed, submitted

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
    assert rows(scoring, "SELECT n FROM rollups") == [(1,)]


@pytest.mark.parametrize("source", ["survey", "router"])
def test_what_could_not_be_understood_is_forgotten_too(scoring: Running, tell: Tell, source: str) -> None:
    whole = submitted("broken") if source == "survey" else routed("broken")
    broken = replace(whole, data={"customer_key": "ana", "comment": "Todo bien."})
    tell([broken])
    assert found(scoring)
    tell([erased(broken, source=source)])
    assert found(scoring) == []
