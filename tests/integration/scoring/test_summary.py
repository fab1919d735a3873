"""What came in, in numbers that agree with the other services'."""

from datetime import timedelta
from typing import Any

from integration.scoring.conftest import Tell
from scoring.schemas.summary import SummarySchema
from scoring.use_cases.refresh_cases import refresh_cases
from shared.clock import now
from support.apps import INTERNAL_KEY, Running
from support.journeys import design, walk
from support.told import RELATIONSHIP, routed, several, submitted


def summary(scoring: Running) -> Any:
    return scoring.get("/scoring/v1/summary", {"Authorization": f"Bearer {INTERNAL_KEY}"}).json


def test_an_empty_house_counts_nothing_and_shows_no_score(scoring: Running) -> None:
    body = summary(scoring)
    assert (body["responses"], body["feedback"]) == (0, 0)
    assert body["nps"]["shown"] is False
    assert body["nps"]["definition"] == "nps-0-10"


def test_counts_are_since_midnight_by_when_the_survey_service_had_them(scoring: Running, tell: Tell) -> None:
    today, long_ago = now(), now() - timedelta(days=400)
    tell([submitted("old", at=long_ago, nps=9), submitted("imported", at=long_ago, received_at=today, nps=9)])
    tell([submitted("no-score", at=today), submitted("other", at=today, survey="after-order", nps=9)])
    tell([routed("old", at=long_ago), routed("new", at=today)])
    body = summary(scoring)
    assert (body["responses"], body["feedback"]) == (3, 1)


def test_the_present_nps_is_of_transactional_surveys_in_thirty_days(scoring: Running, tell: Tell) -> None:
    today = now()
    tell(several("ana", [10] * 6, at=today - timedelta(days=29)))
    tell(several("bruno", [0] * 6, at=today - timedelta(days=30)))
    tell(several("carla", [0] * 6, at=today, **RELATIONSHIP))
    score = summary(scoring)["nps"]
    assert (score["value"], score["n"], score["low_base"]) == (100.0, 6, True)
    assert score["low"] < score["high"] == 100.0


def test_beside_the_present_nps_stands_what_came_of_each_journey_and_in_words(
    scoring: Running, tell: Tell
) -> None:
    key = scoring.key("journeys:write", "measures:write")
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    begun, today = now() - timedelta(days=10), now()
    for number in range(12):
        kinds = ("inform", "connect_portal") if number < 9 else ("inform", "withdrawn")
        tell(walk(*kinds, who=f"customer-{number}", at=begun))
    with scoring.service.change() as connection:
        assert refresh_cases(connection) == 12
    tell(several("join", [9] * 6, journey="join", at=today))
    tell(several("leave", [0] * 7, journey="leave", at=today))
    tell(several("nowhere", [7] * 5, journey=None, at=today))
    body = summary(scoring)
    assert body == SummarySchema().dump(SummarySchema().load(body))
    nowhere, join, leave = body["nps_by_journey"]
    assert (join["journey"], join["n"], join["name"]["es"]) == ("join", 6, "I join")
    outcome = body["companions"][join["companions"]["outcome"]]
    assert (outcome["value"], outcome["n"]) == (0.75, 12)
    assert join["companions"]["counter_measures"] == [join["companions"]["outcome"]]
    assert join["sentences"] == [
        {
            "en": "What came of the journey, which is also the counter-measure: 75.0\u00a0% (46.8\u00a0% to"
            " 91.1\u00a0%), n = 12 cases · low base",
            "es": "En qué acabó el recorrido, que es también la medida de contrapeso: 75,0\u00a0% (de 46,8\u00a0% a"
            " 91,1\u00a0%), n = 12 casos · base pequeña",
            "pt": "No que deu a jornada, que é também a medida de contrapeso: 75,0\u00a0% (de 46,8\u00a0% a"
            " 91,1\u00a0%), n = 12 casos · base pequena",
        }
    ]
    assert leave["name"] == {"en": "leave", "es": "leave", "pt": "leave"}
    assert leave["sentences"][0]["en"].endswith("not measured, since nobody has designed this journey")
    assert (nowhere["journey"], nowhere["name"]["en"]) == (None, "not stated")
    assert body["nps"]["sentences"][0]["pt"].endswith("não é de uma única jornada")


def test_a_counter_measure_that_is_a_score_is_told_of_all_answers_too(scoring: Running, tell: Tell) -> None:
    entry = {"owner": "Eva", "purpose": "experience", "counter_measure": "csat", "review_date": "2099-01-01"}
    key = scoring.key("measures:write")
    assert scoring.client.put("/scoring/v1/measures/nps", json=entry, headers=key).status_code == 200
    tell(several("ana", [9] * 6, at=now()) + several("bruno", [5] * 4 + [1] * 2, score="csat", at=now()))
    assert [one["en"] for one in summary(scoring)["nps"]["sentences"]] == [
        "What came of the journey: not measured, since this is not the score of one journey",
        "Counter-measure, CSAT (csat-1-5): 66.7\u00a0% (30.0\u00a0% to 90.3\u00a0%), n = 6 answers · low base",
    ]
