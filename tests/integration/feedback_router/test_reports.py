"""What staff see is routed like a comment, and counted apart."""

from uuid import uuid4

import pytest


@pytest.fixture
def agent(router):
    """The key of somebody who talks to customers."""
    return router.key("reports:write")


def test_a_report_is_routed_at_once_and_counted_apart(router, staffed, agent, analyst, events):
    body = {"id": str(uuid4()), "text": "Every second invoice is printed twice", "channel": "shop"}
    first, again = (router.post("/router/v1/reports", body, agent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert first.json["team"] == "billing"
    assert first.json["due_at"]
    (item,) = router.get("/router/v1/feedback?survey=staff-report", analyst).json["items"]
    assert (item["id"], item["channel"]) == (first.json["feedback_id"], "shop")
    assert len(events("router.feedback.routed")) == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"text": " "}, {"text": "\u200b"}, {"text": "x", "customer_key": "ana"}, {"text": "x" * 5001}],
)
def test_a_report_that_says_nothing_or_names_a_customer_is_refused(router, agent, body):
    assert router.post("/router/v1/reports", body, agent).status_code == 422


@pytest.mark.parametrize("other", [{"text": "The invoice is missing"}, {"channel": "phone"}])
def test_another_report_under_the_same_id_is_refused_and_not_passed_over(router, staffed, agent, other):
    body = {"id": str(uuid4()), "text": "Ana, ana@x.example, has two invoices", "channel": "shop"}
    for _ in range(2):
        assert router.post("/router/v1/reports", body, agent).status_code == 201
    assert router.post("/router/v1/reports", {**body, **other}, agent).status_code == 409


def test_only_who_may_report_reports(router, analyst):
    assert router.post("/router/v1/reports", {"text": "The invoice"}, analyst).status_code == 403
