"""A team reads what happened to its items, as a service reads the log; and nothing of anybody else's."""

from typing import Any

import pytest

from support.apps import INTERNAL_KEY
from support.complaints import said

FEED, FEEDBACK = "/router/v1/feed", "/router/v1/feedback"


@pytest.fixture
def billing(router):
    """The billing team's key."""
    return router.key("feedback:read", "feedback:write", subject="team:billing")


@pytest.fixture
def passed_on(router, staffed, hear, analyst, billing) -> dict[str, Any]:
    """An item of billing, acknowledged and passed on to the network, where it is resolved; and one of the network."""
    hear(said("ana", "La factura está mal"), said("bruno", "No internet"))
    (item,) = router.get(FEEDBACK, billing).json["items"]
    path = f"{FEEDBACK}/{item['id']}"
    router.post(f"{path}/acknowledge", None, billing)
    router.post(f"{path}/reroute", {"team": "network", "reason": "A cable"}, billing)
    router.post(f"{path}/resolve", {"what_was_done": "Mended"}, analyst)
    assert isinstance(item, dict)
    return item


def read(router, key, query: str = "", limit: int = 500) -> list[tuple[str, str]]:
    found, cursor, more = [], "", True
    while more:
        body = router.get(f"{FEED}?limit={limit}&after={cursor}{query}", key).json
        found += [
            (event["type"].removeprefix("router.feedback."), event["subject"]) for event in body["events"]
        ]
        cursor, more = body["cursor"], body["more"]
    return found


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_a_team_reads_of_its_own_items_and_that_they_went(router, billing, passed_on, limit):
    item = passed_on["id"]
    assert read(router, billing, limit=limit) == [
        ("routed", item),
        ("acknowledged", item),
        ("rerouted", item),
    ]


def test_the_other_team_reads_from_where_it_came(router, passed_on):
    network = router.key("feedback:read", subject="team:network")
    heard = read(router, network)
    assert [kind for kind, subject in heard if subject == passed_on["id"]] == ["rerouted", "resolved"]
    assert len(heard) == 3


def test_who_sees_all_names_a_team(router, analyst, passed_on):
    assert len(read(router, analyst, "&team=billing")) == 3
    answer = router.get(FEED, analyst)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "team")


def test_a_team_reads_nobody_elses_feed_and_not_the_whole_log(router, billing, passed_on):
    assert router.get(f"{FEED}?team=network", billing).status_code == 403
    everything = router.key("events:read", subject="team:billing")
    assert router.get("/router/v1/events", everything).status_code == 403


def test_the_feed_tells_in_the_order_and_the_words_of_the_log(router, analyst, passed_on):
    log = router.get("/router/v1/events?limit=500", {"Authorization": f"Bearer {INTERNAL_KEY}"}).json[
        "events"
    ]
    feed = router.get(f"{FEED}?limit=500&team=billing", analyst).json["events"]
    assert feed == [event for event in log if event in feed]
    assert len(feed) == 3


def test_a_cursor_that_is_none_is_refused(router, billing):
    answer = router.get(f"{FEED}?after=yesterday", billing)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "after")
