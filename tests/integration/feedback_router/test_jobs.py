"""The job that follows the survey over HTTP."""

from collections.abc import Iterator

import httpx
import pytest
from structlog.testing import capture_logs

from feedback_router import jobs
from feedback_router.settings import RouterSettings
from shared.service import Service
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed


@pytest.fixture
def worker(router_settings: RouterSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The router's jobs, on the same database as the router's app."""
    service = Service.start("router", "feedback_router", router_settings)
    monkeypatch.setattr(jobs, "_service", lambda: service)
    yield
    service.database.close()


def test_a_complaint_travels_from_the_customers_page_to_the_team(
    survey, router, worker, analyst, events, monkeypatch
):
    with httpx.Client(transport=httpx.WSGITransport(app=survey.app)) as client:
        monkeypatch.setattr(jobs, "_client", lambda: client)
        key = survey.key("surveys:write", "touchpoints:write")
        survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
        survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_LINK, key)
        link = survey.post("/survey/v1/touchpoints", case_closed(1), key).json["links"][0]["link"]
        survey.client.post(
            link.removeprefix("http://localhost"),
            data={"recommend": "1", "comment": "Sigo sin respuesta"},
            headers={"X-Request-Id": "ana-answers"},
        )
        jobs.follow("survey")
        jobs.follow("survey")
    (item,) = router.get("/router/v1/feedback", analyst).json["items"]
    assert (item["text"], item["customer_key"], item["team"]) == ("Sigo sin respuesta", "ana", "triage")
    (event,) = events("router.feedback.routed")
    assert event["requestid"] == "ana-answers"


def test_a_survey_that_does_not_answer_is_a_warning_and_not_a_traceback(worker):
    with capture_logs() as logs:
        jobs.follow("survey")
    (entry,) = logs
    assert (entry["event"], entry["log_level"], entry["source"]) == ("feed.away", "warning", "survey")
    assert "ConnectError" in entry["error"]


def test_the_survey_is_followed_even_when_nobody_rings():
    assert jobs.PERIODIC["follow", "survey"] == 2
