"""Whatever stops, is killed or forgets, the others go on, and in the end everything is there, once."""

import os
import signal
from itertools import count

import pytest
from redis import Redis

from support.counts import comments, responses
from support.samples import case_closed

numbers = count(10_000)


def answer(town, n, comment="The invoice is wrong."):
    """Let `n` customers answer; how many of them saw thanks."""
    cases = [case_closed(next(numbers)) for _ in range(n)]
    for case in cases:
        case["data"]["customer"]["key"] = case["id"]
    links = town.house.post("survey", "touchpoints", cases, town.admin)["links"]
    thanked = [town.house.answer(item["link"], recommend="3", effort="2", comment=comment) for item in links]
    return thanked.count(200)


def settle(town, responded, commented):
    """Wait until all services know of as many answers and comments as were thanked for, and see that it stays so."""
    town.house.wait_for(lambda: responses(town.house) == (responded, responded), patience=90)
    town.house.wait_for(lambda: comments(town.house) == (commented, commented), patience=90)


def tended(house):
    """Start again what has ended by itself, as the supervisor does: a worker may end while Redis is still loading."""
    for name in house.names:
        if name.endswith("worker") or name == "scheduler":
            house.revive(name)
    return True


@pytest.fixture
def before(town):
    """How much there was; everybody agrees on it."""
    known = responses(town.house)[0]
    town.house.wait_for(lambda: responses(town.house) == (known, known))
    said = comments(town.house)[0]
    town.house.wait_for(lambda: comments(town.house)[1] >= said)
    return known, comments(town.house)[0]


def test_while_the_router_is_down_answers_and_scores_go_on_and_it_catches_up(town, before):
    town.house.stop("router", "router worker")
    assert answer(town, 20) == 20
    town.house.wait_for(lambda: responses(town.house)[1] == before[0] + 20)
    town.house.start("router", "router worker")
    settle(town, before[0] + 20, before[1] + 20)


def test_while_scoring_is_down_comments_reach_their_team_and_it_catches_up(town, before):
    town.house.stop("scoring", "scoring worker")
    assert answer(town, 20) == 20
    town.house.wait_for(lambda: comments(town.house)[0] == before[1] + 20)
    town.house.start("scoring", "scoring worker")
    settle(town, before[0] + 20, before[1] + 20)


def test_while_the_survey_service_is_down_teams_and_scores_are_there_and_all_goes_on_when_it_returns(
    town, before
):
    assert answer(town, 5) == 5
    town.house.stop("survey", "survey worker")
    team = town.house.key("router", "feedback:read", subject="team:billing")
    assert town.house.get("router", "feedback", team)["items"]
    analyst = town.house.key("scoring", "scores:read")
    assert town.house.get("scoring", "scores", analyst, measure="nps")["totals"]
    town.house.start("survey", "survey worker")
    assert answer(town, 5) == 5
    settle(town, before[0] + 10, before[1] + 10)


def test_workers_and_web_servers_killed_in_the_middle_lose_and_double_nothing(town, before):
    thanked = 0
    for victim in ("router worker", "scoring worker", "router", "scoring", "router worker", "scoring worker"):
        thanked += answer(town, 10)
        town.house.stop(victim, how=signal.SIGKILL)
        thanked += answer(town, 10)
        town.house.start(victim)
    assert thanked == 120
    settle(town, before[0] + 120, before[1] + 120)


def test_a_survey_service_killed_in_the_middle_keeps_every_answer_that_was_thanked_for(town, before):
    assert answer(town, 10) == 10
    town.house.stop("survey", how=signal.SIGKILL)
    town.house.start("survey")
    assert answer(town, 10) == 10
    settle(town, before[0] + 20, before[1] + 20)


def test_a_flushed_redis_loses_nothing(town, before):
    redis = Redis.from_url(town.valkey.url)
    for _ in range(5):
        assert answer(town, 5) == 5
        redis.flushall()
    redis.close()
    settle(town, before[0] + 25, before[1] + 25)


def test_a_killed_redis_stops_no_customer_and_loses_nothing(town, before):
    assert answer(town, 5) == 5
    os.kill(town.valkey.pid, signal.SIGKILL)
    assert answer(town, 15) == 15
    town.valkey.stop(keep=True)
    town.valkey.start()
    town.house.wait_for(lambda: tended(town.house) and comments(town.house)[1] == before[1] + 20, patience=90)
    settle(town, before[0] + 20, before[1] + 20)
