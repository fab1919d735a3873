"""A complaint goes from the customer's page to a program of the team, through every process."""

import signal
from itertools import count

import pytest

from support.receivers import receiver
from support.samples import case_closed

numbers = count(90_000)


@pytest.fixture
def told(town):
    """A receiver of the team billing."""
    key = town.house.key("router", "webhooks:read", "webhooks:write", subject="team:billing")
    with receiver() as it:
        made = town.house.post("router", "webhooks", {"url": it.url}, key)
        it.secret = made["secret"]
        yield it
        town.house.delete("router", f"webhooks/{made['id']}", key)


def complain(town, n):
    cases = [case_closed(next(numbers)) for _ in range(n)]
    for case in cases:
        case["data"]["customer"]["key"] = case["id"]
    links = town.house.post("survey", "touchpoints", cases, town.admin)["links"]
    for item in links:
        assert (
            town.house.answer(item["link"], recommend="1", effort="1", comment="The invoice is wrong.") == 200
        )


def test_a_complaint_reaches_the_teams_program_though_its_carrier_is_killed(town, told):
    complain(town, 5)
    town.house.wait_for(lambda: len(set(told.taken)) == 5)
    town.house.stop("webhooks worker", how=signal.SIGKILL)
    complain(town, 5)
    town.house.start("webhooks worker")
    town.house.wait_for(lambda: len(set(told.taken)) == 10)
    assert told.unverified == []
    assert {payload["data"]["team"] for payload in told.payloads} == {"billing"}
