"""What came in, in numbers that agree with the other services'."""

from datetime import timedelta
from typing import Any

from integration.scoring.conftest import Tell
from shared.clock import now
from support.apps import INTERNAL_KEY, Running
from support.told import RELATIONSHIP, routed, several, submitted


def summary(scoring: Running) -> Any:
    return scoring.get("/scoring/v1/summary", {"Authorization": f"Bearer {INTERNAL_KEY}"}).json


def test_an_empty_house_counts_nothing_and_shows_no_score(scoring: Running) -> None:
    body = summary(scoring)
    assert (body["responses"], body["feedback"], body["responses_by_survey"]) == (0, 0, {})
    assert body["nps"]["shown"] is False
    assert body["nps"]["definition"] == "nps-0-10"


def test_counts_are_since_midnight_by_when_the_survey_service_had_them(scoring: Running, tell: Tell) -> None:
    today, long_ago = now(), now() - timedelta(days=400)
    tell([submitted("old", at=long_ago, nps=9), submitted("imported", at=long_ago, received_at=today, nps=9)])
    tell([submitted("no-score", at=today), submitted("other", at=today, survey="after-order", nps=9)])
    tell([routed("old", at=long_ago), routed("new", at=today)])
    body = summary(scoring)
    assert (body["responses"], body["feedback"]) == (3, 1)
    assert body["responses_by_survey"] == {"after-order": 1, "after-support": 3}
    assert body["feedback_by_survey"] == {"after-support": 2}


def test_the_present_nps_is_of_transactional_surveys_in_thirty_days(scoring: Running, tell: Tell) -> None:
    today = now()
    tell(several("ana", [10] * 6, at=today - timedelta(days=29)))
    tell(several("bruno", [0] * 6, at=today - timedelta(days=30)))
    tell(several("carla", [0] * 6, at=today, **RELATIONSHIP))
    score = summary(scoring)["nps"]
    assert (score["value"], score["n"], score["low_base"]) == (100.0, 6, True)
    assert score["low"] < score["high"] == 100.0
