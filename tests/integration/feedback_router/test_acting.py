"""Acknowledge and resolve: once each, whoever repeats it, and told."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import psycopg
import pytest

from support.complaints import said

DONE = {"what_was_done": "We credited the double charge."}


@pytest.fixture
def billing(router):
    """The billing team's key."""
    return router.key("feedback:read", "feedback:write", subject="team:billing")


@pytest.fixture
def complaint(router, book, hear, billing) -> str:
    """Where Ana's complaint to billing is found."""
    hear(said("ana", "Me han charged twice en la factura"))
    (item,) = router.get("/router/v1/feedback", billing).json["items"]
    return f"/router/v1/feedback/{item['id']}"


def steps(router, complaint, billing):
    return [
        (step["from_status"], step["to_status"], step["by"], step["note"])
        for step in router.get(complaint, billing).json["transitions"]
    ]


def test_an_item_is_acknowledged_and_then_resolved_and_each_step_is_kept(router, billing, complaint):
    assert router.get(complaint, billing).json["transitions"] == []
    seen = router.post(f"{complaint}/acknowledge", None, billing).json
    assert (seen["status"], seen["resolved_at"]) == ("acknowledged", None)
    done = router.post(f"{complaint}/resolve", DONE, billing).json
    assert (done["status"], done["what_was_done"]) == ("resolved", DONE["what_was_done"])
    assert done["acknowledged_at"] == seen["acknowledged_at"] < done["resolved_at"]
    assert steps(router, complaint, billing) == [
        ("routed", "acknowledged", "a test", None),
        ("acknowledged", "resolved", "a test", DONE["what_was_done"]),
    ]
    moments = [step["at"] for step in router.get(complaint, billing).json["transitions"]]
    assert all(earlier < later for earlier, later in pairwise(moments))


def test_each_step_is_told_with_its_times_and_who_took_it(router, billing, complaint, events):
    request = {**billing, "X-Request-Id": "from-the-team"}
    router.post(f"{complaint}/acknowledge", None, request)
    item = router.post(f"{complaint}/resolve", DONE, request).json
    (acknowledged,) = events("router.feedback.acknowledged")
    (resolved,) = events("router.feedback.resolved")
    common = {
        "feedback_id": item["id"],
        "team": "billing",
        "survey": "after-support",
        "journey": "complain",
        "stage": "resolve",
        "channel": "phone",
        "owner": "support",
        "segment": None,
        "language": item["language"],
        "sentiment": item["sentiment"],
        "kind": "complaint",
        "severity": item["severity"],
        "accountable": "team:billing",
        "routed_at": item["routed_at"],
        "acknowledged_at": item["acknowledged_at"],
        "by": "a test",
    }
    assert acknowledged["data"] == {
        **common,
        "status": "acknowledged",
        "due_at": item["resolve_by"],
        "resolved_at": None,
    }
    assert resolved["data"] == {
        **common,
        "status": "resolved",
        "due_at": None,
        "resolved_at": item["resolved_at"],
        "root_cause": None,
    }
    assert acknowledged["requestid"] == resolved["requestid"] == "from-the-team"


def test_a_repeated_step_is_fine_and_changes_and_tells_nothing(router, billing, complaint, events):
    def repeat(path, body):
        first, second = (router.post(f"{complaint}/{path}", body, billing) for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json == second.json

    repeat("acknowledge", None)
    repeat("resolve", DONE)
    repeat("acknowledge", None)
    repeat("resolve", {"what_was_done": f"  {DONE['what_was_done']} "})
    assert len(events("router.feedback.acknowledged")) == len(events("router.feedback.resolved")) == 1
    assert len(steps(router, complaint, billing)) == 2


def test_who_resolves_at_once_has_seen_it_at_that_moment(router, billing, complaint, events):
    done = router.post(f"{complaint}/resolve", DONE, billing).json
    assert done["acknowledged_at"] == done["resolved_at"]
    assert events("router.feedback.acknowledged") == []
    assert [step[:2] for step in steps(router, complaint, billing)] == [("routed", "resolved")]


def test_what_was_done_is_on_record_and_not_rewritten(router, billing, complaint, events):
    router.post(f"{complaint}/resolve", DONE, billing)
    answer = router.post(f"{complaint}/resolve", {"what_was_done": "Something else"}, billing)
    assert answer.status_code == 409
    assert answer.json["detail"] == "The item is already resolved, and what was done is on record."
    assert router.get(complaint, billing).json["what_was_done"] == DONE["what_was_done"]
    assert len(events("router.feedback.resolved")) == 1


@pytest.mark.parametrize("words", [None, "", " \n ", 7, "x" * 5001, "a\0b", "\ud800"], ids=repr)
def test_a_resolution_says_in_words_what_was_done(router, billing, complaint, words):
    answer = router.post(f"{complaint}/resolve", {"what_was_done": words}, billing)
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json["errors"]} == {"what_was_done"}
    assert router.get(complaint, billing).json["status"] == "routed"


def test_when_everyone_resolves_at_once_it_is_told_once(router, billing, complaint, events):
    def resolve(_: int) -> int:
        client = router.app.test_client()
        return int(client.post(f"{complaint}/resolve", json=DONE, headers=billing).status_code)

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(resolve, range(12))) == {200}
    assert len(events("router.feedback.resolved")) == len(steps(router, complaint, billing)) == 1


def test_the_database_itself_keeps_no_resolution_without_words(router, complaint):
    statement = "UPDATE feedback SET status = 'resolved', acknowledged_at = now(), resolved_at = now(), check_at = NULL"
    for what_was_done in ("NULL", "' '"):
        with (
            pytest.raises(psycopg.errors.CheckViolation, match="feedback_resolved_says_what_was_done"),
            router.service.change() as connection,
        ):
            connection.execute(f"{statement}, what_was_done = {what_was_done}")
