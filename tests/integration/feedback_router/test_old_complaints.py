"""Complaints from the page grow old by the company's one retention policy, also those that came without an address."""

import httpx
import pytest
from structlog.testing import capture_logs

from feedback_router import jobs
from feedback_router.use_cases import forget_complaints
from shared.service import Service
from support.complaining import complain, reference
from support.searching import in_database

POLICIES = "/survey/v1/retention-policies"
WORDS = ["calle luna", "prats"]


@pytest.fixture(autouse=True)
def worker(router_settings, wire, monkeypatch):
    """The router's jobs, which reach the survey service."""
    service = Service.start("router", "feedback_router", router_settings)
    monkeypatch.setattr(jobs, "_service", lambda: service)
    monkeypatch.setattr(jobs, "_client", lambda: wire)
    yield
    service.database.close()


@pytest.fixture
def keep(survey):
    """Put a policy in force that keeps answers so long."""

    def put(days):
        policy = {
            **survey.get(POLICIES, key).json["items"][0]["definition"],
            "responses": days,
        }
        answer = survey.post(POLICIES, policy, key)
        assert answer.status_code == 200, answer.text

    key = survey.key("retention:read", "retention:write")
    return put


@pytest.fixture
def old(router, staffed):
    """The reference of a complaint without an address, of 1100 days ago."""
    number = reference(complain(router, "The invoice for Calle Luna 13 is wrong.", order="of Ana Prats"))
    age(router, 1100)
    return number


def age(router, days):
    with router.service.change() as connection:
        connection.execute(f"UPDATE complaints SET received_at = now() - interval '{days} days'")


def test_who_complained_longer_ago_than_answers_are_kept_is_forgotten_and_what_is_counted_stays(
    router, analyst, old, events
):
    young = reference(complain(router, "The invoice for Calle Sol is wrong."))
    database = router.service.settings.database_url
    assert in_database(database, WORDS)
    before = [(item["team"], item["severity"]) for item in listed(router, analyst)]
    jobs.forget_complaints()
    assert in_database(database, WORDS) == []
    assert [(item["team"], item["severity"]) for item in listed(router, analyst)] == before
    assert [router.client.get(f"/c/{number}").status_code for number in (old, young)] == [404, 200]
    (told,) = events("router.responses.anonymised")
    assert (len(told["data"]["response_ids"]), len(told["data"]["events"])) == (1, 1)
    jobs.forget_complaints()
    assert len(events("router.responses.anonymised")) == 1


@pytest.mark.parametrize(("days", "forgotten"), [(1101, False), (1099, True), (None, False)])
def test_the_policy_in_force_decides_when(router, old, keep, days, forgotten):
    keep(days)
    jobs.forget_complaints()
    assert (in_database(router.service.settings.database_url, WORDS) == []) == forgotten


def test_many_go_in_batches_and_all_of_them(router, old, events, monkeypatch):
    monkeypatch.setattr(forget_complaints, "_BATCH", 2)
    for number in range(4):
        reference(complain(router, f"The invoice {number} is wrong."))
    age(router, 1100)
    jobs.forget_complaints()
    told = events("router.responses.anonymised")
    assert [len(event["data"]["response_ids"]) for event in told] == [2, 2, 1]


def test_reports_of_staff_grow_old_as_well_and_what_is_counted_of_them_stays(
    router, staffed, analyst, events
):
    path, key = "/router/v1/reports", router.key("reports:write")
    old = router.post(path, {"text": "The line of Ana Prats is cut."}, key).json["feedback_id"]
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET routed_at = routed_at - interval '1100 days'")
    router.post(path, {"text": "The wiring in the hall is loose."}, key)
    before = [(item["team"], item["severity"]) for item in listed(router, analyst)]
    for _ in range(2):
        jobs.forget_complaints()
    assert in_database(router.service.settings.database_url, WORDS) == []
    assert [(item["team"], item["severity"]) for item in listed(router, analyst)] == before
    assert [item["text"] for item in listed(router, analyst) if item["id"] != old] == [
        "The wiring in the hall is loose."
    ]
    assert len(events("router.responses.anonymised")) == 1


def test_while_the_survey_service_is_away_nothing_is_forgotten_and_it_is_said(router, old, monkeypatch):
    def refuse(request):
        raise httpx.ConnectError("away")

    with httpx.Client(transport=httpx.MockTransport(refuse)) as away, capture_logs() as logs:
        monkeypatch.setattr(jobs, "_client", lambda: away)
        jobs.forget_complaints()
    assert [line["event"] for line in logs] == ["retention_policy.unheard"]
    assert in_database(router.service.settings.database_url, WORDS)


def listed(router, analyst):
    return router.get("/router/v1/feedback?limit=500", analyst).json["items"]
