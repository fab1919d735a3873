"""From the survey's log to feedback items: each comment once, with language, sentiment, team and reason."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from feedback_router.jobs import HANDLERS
from shared.follower import follow
from support.apps import Running
from support.complaints import feed, said


def items(router: Running, analyst: dict[str, str]) -> list[dict[str, Any]]:
    body = router.get("/router/v1/feedback?limit=500", analyst).json
    assert body is not None
    listed: list[dict[str, Any]] = body["items"]
    return listed


def test_a_comment_becomes_an_item_of_the_team_that_can_act_with_the_reason_in_words(
    router, analyst, book, hear
):
    hear(said("bruno", "My invoice is wrong, terrible service", nps=2))
    (item,) = items(router, analyst)
    assert item["team"] == "billing"
    assert item["rule"] == "bills"
    assert item["reason"] == 'Rule "bills": the comment says "invoice".'
    assert item["phrases"] == ["invoice"]
    assert item["rules_version"] == 1
    assert item["language"] == "en"
    assert item["sentiment"] == "negative"
    assert item["sentiment_polarity"] < 0
    assert item["sentiment_model"].startswith("escucha-")
    assert (item["kind"], item["decided_by"], item["confidence"]) == ("complaint", "rule", None)
    assert item["scores"] == [{"question": "recommend", "type": "nps", "definition": "nps-0-10", "value": 2}]
    assert (item["journey"], item["stage"], item["channel"]) == ("join", "install", "web")
    assert (item["owner"], item["segment"]) == (None, "home")
    assert (item["survey"], item["survey_version"], item["customer_key"]) == ("after-support", 1, "bruno")
    assert item["submitted_at"] == "2026-11-20T10:00:00+00:00"
    assert item["status"] == "routed"


def test_a_spanish_comment_is_understood_in_spanish(router, analyst, book, hear):
    hear(said("ana", "La factura trae un cargo que nadie me supo explicar"))
    (item,) = items(router, analyst)
    assert item["language"] == "es"
    assert item["reason"] == 'Rule "bills": the comment says "factura".'
    assert item["sentiment"] == "negative"
    assert item["sentiment_polarity"] < 0


def test_the_runner_up_tells_which_other_team_was_near(router, analyst, book, hear):
    hear(said("bruno", "No internet, and still an invoice"))
    (item,) = items(router, analyst)
    assert item["team"] == "billing"
    assert item["runner_up"] == {"team": "network", "rule": "outages", "confidence": None}


def test_each_comment_of_a_response_is_an_item_and_a_response_without_one_is_none(
    router, analyst, book, hear
):
    hear(
        said("ana", "La factura está mal", wish="Un técnico puntual"),
        said("bruno", None),
        said("carla", None),
    )
    assert {(item["question"], item["team"]) for item in items(router, analyst)} == {
        ("comment", "billing"),
        ("wish", "triage"),
    }


def test_a_rule_can_ask_for_the_score_that_came_with_the_comment(router, analyst, book, hear):
    rules = [{"key": "unhappy", "team": "network", "score_at_most": [{"measure": "nps", "value": 6}]}]
    router.post("/router/v1/rules", {**book, "rules": rules}, router.key("rules:write"))
    hear(said("bruno", "Slow", nps=3), said("carla", "Lento", nps=9))
    assert {(item["customer_key"], item["team"]) for item in items(router, analyst)} == {
        ("bruno", "network"),
        ("carla", "triage"),
    }


def test_before_any_rules_are_set_triage_takes_all_and_the_reason_says_so(router, analyst, hear):
    hear(said("ana", "La factura está mal"))
    (item,) = items(router, analyst)
    assert (item["team"], item["rule"], item["rules_version"]) == ("triage", None, 0)
    assert item["reason"] == "No routing rules have been set yet, so triage looks at it."


def test_new_rules_count_for_what_comes_after_them(router, analyst, book, hear):
    first, second = said("bruno", "An outage again"), said("bruno", "An outage again", number=2)
    hear(first)
    rules = [{"key": "outages", "team": "triage", "words": ["outage"]}]
    router.post("/router/v1/rules", {**book, "rules": rules}, router.key("rules:write"))
    hear(first, second)
    assert {(item["team"], item["rules_version"]) for item in items(router, analyst)} == {
        ("network", 1),
        ("triage", 2),
    }


def test_the_event_tells_who_takes_it_under_the_request_id_of_the_answer(router, analyst, book, hear, events):
    hear(said("ana", "La factura está mal", number=7), said("bruno", "No internet", number=8))
    routed = {event["data"]["customer_key"]: event for event in events("router.feedback.routed")}
    assert {who: event["requestid"] for who, event in routed.items()} == {"ana": "ana-7", "bruno": "bruno-8"}
    (item,) = (item for item in items(router, analyst) if item["customer_key"] == "ana")
    assert routed["ana"]["subject"] == item["id"]
    assert routed["ana"]["data"] == {
        "feedback_id": item["id"],
        "response_id": item["response_id"],
        "question": "comment",
        "survey": "after-support",
        "survey_version": 1,
        "customer_key": "ana",
        "language": "es",
        "sentiment": "negative",
        "team": "billing",
        "rule": "bills",
        "reason": 'Rule "bills": the comment says "factura".',
        "reason_language": "en",
        "why": item["why"],
        "decided_by": "rule",
        "confidence": None,
        "rules_version": 1,
        "journey": "complain",
        "stage": "resolve",
        "channel": "phone",
        "owner": "support",
        "segment": None,
        "kind": "complaint",
        "severity": item["severity"],
        "topics": ["billing"],
        "asked_for_score": False,
        "accountable": "team:billing",
        "due_at": item["due_at"],
        "submitted_at": "2026-11-20T10:00:00+00:00",
    }


def test_the_same_batch_twice_doubles_nothing(router, analyst, book, hear, events):
    batch = [said("ana", "La factura está mal"), said("bruno", "No internet", wish="Cheaper")]
    hear(*batch)
    before = items(router, analyst)
    hear(*batch, *batch, said("ana", "La factura está mal"))
    assert items(router, analyst) == before
    assert len(before) == len(events("router.feedback.routed")) == 3


def test_the_same_answer_twice_in_one_batch_is_one_item(router, analyst, book, hear, events):
    hear(said("ana", "La factura está mal"), said("ana", "La factura está mal"))
    assert len(items(router, analyst)) == len(events("router.feedback.routed")) == 1


def test_a_follower_that_dies_in_the_middle_of_a_batch_leaves_nothing_and_the_next_run_applies_all(
    router, analyst, book, hear, events
):
    submitted = HANDLERS["survey"]["survey.response.submitted"]

    def die_after_the_effects(connection, told):
        submitted.apply(connection, told)
        raise KeyboardInterrupt

    dying = {"survey.response.submitted": replace(submitted, apply=die_after_the_effects)}
    batch = [said("ana", "La factura está mal"), said("bruno", "No internet")]
    with pytest.raises(KeyboardInterrupt):
        follow(router.service.read, router.service.change, "survey", feed(*batch), dying)
    assert items(router, analyst) == []
    assert events("router.feedback.routed") == []
    with router.service.read() as connection:
        assert connection.execute("SELECT count(*) FROM cursors WHERE source = 'survey'").fetchone() == (0,)
    assert hear(*batch) == 2
    assert len(items(router, analyst)) == len(events("router.feedback.routed")) == 2


@pytest.mark.parametrize(
    "poison",
    [
        {"response_id": "not an id"},
        {"survey": None},
        {"survey": "x" * 5000},
        {"version": 2**40},
        {"submitted_at": "2026-11-20T10:00:00"},
        {"comments": [{"question": "comment"}]},
        {"comments": "none"},
        {"scores": [{"question": "recommend", "type": "nps", "definition": "nps-0-10", "value": "two"}]},
    ],
    ids=str,
)
def test_an_event_that_cannot_be_understood_is_parked_and_stops_nothing_behind_it(
    router, analyst, book, hear, poison
):
    bad = said("ana", "La factura está mal")
    bad = replace(bad, data={**bad.data, **poison})
    assert hear(bad, said("bruno", "No internet"), page=1) == 2
    assert [item["customer_key"] for item in items(router, analyst)] == ["bruno"]
    with router.service.read() as connection:
        (parked,) = connection.execute("SELECT id, event, reason FROM parked_events").fetchall()
    assert parked[:2] == (bad.id, bad.data)
    assert next(iter(poison)) in parked[2]


def test_what_the_survey_tells_beyond_our_needs_is_ignored(router, analyst, book, hear):
    event = said("ana", "La factura está mal")
    data = {**event.data, "mood": "grey", "device": {"os": "any"}}
    data["comments"] = [{**comment, "seconds": 12} for comment in data["comments"]]
    data["scores"] = [
        *data["scores"],
        {"question": "e", "type": "ces", "definition": "ces-3", "value": 2, "n": 1},
    ]
    other = replace(event, type="survey.something.new", data={"anything": True})
    hear(other, replace(event, data=data))
    (item,) = items(router, analyst)
    assert item["team"] == "billing"
    assert [score["definition"] for score in item["scores"]] == ["nps-0-10", "ces-3"]


def test_an_answer_without_name_or_place_is_feedback_too(router, analyst, book, hear):
    event = said("carla", "Sem resposta há dias")
    for name in ("customer_key", "language", "journey", "stage", "channel", "owner", "segment", "scores"):
        del event.data[name]
    hear(event)
    (item,) = items(router, analyst)
    assert (item["customer_key"], item["journey"], item["scores"], item["language"]) == (None, None, [], "pt")


def test_two_followers_at_once_apply_a_thousand_events_exactly_once(router, analyst, book, events):
    comments = ("My invoice is wrong", "No internet since Monday", "Friendly, quick, done")
    log = feed(*(said("bruno", comments[number % 3], number=number) for number in range(1000)), page=50)

    def run(_: int) -> int:
        return follow(router.service.read, router.service.change, "survey", log, HANDLERS["survey"])

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 1000
    routed = events("router.feedback.routed")
    assert len(routed) == len({event["data"]["response_id"] for event in routed}) == 1000
    with router.service.read() as connection:
        assert connection.execute("SELECT team, count(*) FROM feedback GROUP BY 1 ORDER BY 1").fetchall() == [
            ("billing", 334),
            ("network", 333),
            ("triage", 333),
        ]
