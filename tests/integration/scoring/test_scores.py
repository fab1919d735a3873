"""Scores over the API: with n and interval, never pooled across meanings, never from too few."""

from datetime import timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from scoring.domain.scales import CES
from scoring.domain.scores import scores
from scoring.domain.tallies import Tally
from scoring.schemas.scores import ScoresSchema
from support.apps import Running
from support.told import AT, RELATIONSHIP, nps_values, reopened, resolved, routed, several, withdrawn

PATH = "/scoring/v1/scores"


@pytest.fixture
def key(scoring: Running) -> dict[str, str]:
    return scoring.key("scores:read")


def asked(scoring: Running, key: dict[str, str], query: str) -> Any:
    answer = scoring.get(f"{PATH}?{query}", key)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_nps_with_the_interval_that_rocks_published(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell(several("ana", nps_values(20, 30, 50)))
    body = asked(scoring, key, "measure=nps")
    assert body == ScoresSchema().dump(body)
    (item,) = body["items"]
    assert body["totals"] == body["items"]
    (statistic,) = item.pop("statistics")
    assert item == {
        "slice": {},
        "kind": "transactional",
        "definition": "nps-0-10",
        "response_rate": None,
        "companions": {"outcome": 0, "counter_measures": [0]},
    }
    assert (round(statistic.pop("low"), 4), round(statistic.pop("high"), 4)) == (14.0511, 44.2013)
    assert statistic == {
        "statistic": "net promoter score",
        "shown": True,
        "value": 30.0,
        "n": 100,
        "unit": "points",
        "method": "adjusted Wald (Rocks 2016)",
        "low_base": False,
        "definition": "nps-0-10",
        "direction": "higher is better",
    }


def test_csat_share_and_mean_of_the_published_example(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    values = [5] * 42 + [4] * 32 + [3] * 10 + [2] * 9 + [1] * 14
    tell(several("ana", values, score="csat"))
    share, mean = asked(scoring, key, "measure=csat")["items"][0]["statistics"]
    assert (share["value"], share["n"], share["method"]) == (74 / 107, 107, "Wilson")
    assert (mean["value"], mean["n"], mean["method"]) == (sum(values) / 107, 107, "Student t")


def test_scores_are_the_domains_own(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    values = [1, 2, 3, 4, 5, 6, 7, 7, 7]
    tell(several("ana", values, score="ces"))
    found = asked(scoring, key, "measure=ces")["items"][0]["statistics"]
    expected = [score.estimate for score in scores(CES, Tally.of(values, CES))]
    assert [(s["value"], s["low"], s["high"]) for s in found] == [
        (e.value, e.low, e.high) for e in expected if e.shown
    ]
    assert [s["low_base"] for s in found] == [True, True]


def test_below_five_answers_nothing_is_shown_but_why(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell(several("ana", [10, 10, 10, 0]))
    (statistic,) = asked(scoring, key, "measure=nps")["items"][0]["statistics"]
    assert not statistic["shown"]
    assert statistic["reason"].startswith("fewer than 5 answers")
    assert not {"value", "low", "high", "n"} & set(statistic)
    tell(several("bruno", [10]))
    assert asked(scoring, key, "measure=nps")["items"][0]["statistics"][0]["n"] == 5


def test_a_hidden_group_cannot_be_worked_out_from_the_total(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    for channel, n in (("phone", 20), ("web", 7), ("shop", 3)):
        tell(several(channel, [9] * n, channel=channel))
    body = asked(scoring, key, "measure=nps&by=channel")
    shown = {item["slice"]["channel"]: item["statistics"][0]["shown"] for item in body["items"]}
    assert shown == {"phone": True, "shop": False, "web": False}
    assert body["items"][1]["statistics"] == body["items"][2]["statistics"]
    assert body["totals"][0]["statistics"][0]["n"] == 30


def test_kinds_of_survey_and_definitions_are_never_pooled(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell(several("ana", [10] * 6) + several("bruno", [0] * 7, survey="yearly"))
    tell(several("carla", [5] * 8, survey="yearly", **RELATIONSHIP))
    found = asked(scoring, key, "measure=nps")["items"]
    assert [(item["kind"], item["statistics"][0]["n"]) for item in found] == [
        ("relationship", 8),
        ("transactional", 13),
    ]
    by_survey = asked(scoring, key, "measure=nps&by=survey")["items"]
    assert [(item["kind"], item["slice"]["survey"]) for item in by_survey] == [
        ("relationship", "yearly"),
        ("transactional", "after-support"),
        ("transactional", "yearly"),
    ]


def test_filters_and_days_are_inclusive(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    for days in range(4):
        tell(several(f"day-{days}", [9] * 5, at=AT + timedelta(days=days)))
    tell(several("web", [9] * 9, channel="web", version=2))
    first, last = (AT + timedelta(days=1)).date(), (AT + timedelta(days=2)).date()
    assert asked(scoring, key, f"measure=nps&from={first}&to={last}")["totals"][0]["statistics"][0]["n"] == 10
    assert asked(scoring, key, f"measure=nps&from={first}")["totals"][0]["statistics"][0]["n"] == 15
    for query, n in (("channel=web", 9), ("version=1", 20), ("survey=after-support&journey=complain", 29)):
        assert asked(scoring, key, f"measure=nps&{query}")["totals"][0]["statistics"][0]["n"] == n
    assert asked(scoring, key, "measure=nps&question=other")["totals"] == []
    by_day = asked(scoring, key, "measure=nps&by=day,channel&version=1")["items"]
    assert by_day[0]["slice"] == {"channel": "phone", "day": "2026-11-20"}
    assert [item["statistics"][0]["n"] for item in by_day] == [5, 5, 5, 5]


def test_what_was_not_stated_is_a_group_of_its_own(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    tell(several("ana", [9] * 5, journey=None) + several("bruno", [9] * 5, journey="join"))
    items = asked(scoring, key, "measure=nps&by=journey")["items"]
    assert [item["slice"]["journey"] for item in items] == [None, "join"]


def test_resolved_share_moves_with_what_the_router_tells(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    names = [f"item-{number}" for number in range(10)]
    tell([routed(name) for name in names])
    (item,) = asked(scoring, key, "measure=resolved_share")["items"]
    assert (item["kind"], item["definition"]) == (None, "resolved-0-1")
    assert (item["statistics"][0]["value"], item["statistics"][0]["n"]) == (0.0, 10)
    tell([resolved(name) for name in names[:7]] * 2 + [resolved("late")] + [routed("late")])
    (item,) = asked(scoring, key, "measure=resolved_share&channel=phone")["items"]
    assert (item["statistics"][0]["value"], item["statistics"][0]["n"]) == (8 / 11, 11)
    assert item["statistics"][0]["method"] == "Wilson"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "measure"),
        ("measure=fcr", "measure"),
        ("measure=nps&by=team", "by.0"),
        ("measure=nps&by=day,weekday", "by.1"),
        ("measure=nps&jorney=join", "jorney"),
        ("measure=nps&from=yesterday", "from"),
        ("measure=nps&from=2026-02-02&to=2026-02-01", "to"),
        ("measure=nps&version=0", "version"),
        ("measure=nps&survey=%00", "survey"),
        ("measure=resolved_share&question=recommend", "question"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_field(
    scoring: Running, key: dict[str, str], query: str, field: str
) -> None:
    answer = scoring.get(f"{PATH}?{query}", key)
    assert answer.status_code == 422
    assert answer.json is not None
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_scores_need_their_scope(scoring: Running) -> None:
    assert scoring.get(f"{PATH}?measure=nps", {}).status_code == 401
    assert scoring.get(f"{PATH}?measure=nps", scoring.key("plans:read")).status_code == 403


def test_openapi_names_every_route(scoring: Running) -> None:
    document = scoring.client.get("/scoring/v1/openapi.json").json
    assert document is not None
    assert {
        "/scoring/v1/scores",
        "/scoring/v1/plans",
        "/scoring/v1/plans/{key}/scorecard",
        "/scoring/v1/summary",
    } <= set(document["paths"])


def test_the_time_to_resolution_counts_open_comments_as_waiting_and_withdrawn_ones_as_gone(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    names = [f"item-{number}" for number in range(12)]
    at = AT - timedelta(days=60)
    tell([routed(name, at=at) for name in names])
    tell([resolved(name, at=at, after=timedelta(days=1 + place)) for place, name in enumerate(names[:8])])
    tell([reopened(names[0], at=at + timedelta(days=2)), withdrawn(names[8], at=at + timedelta(days=1))])
    path = "/scoring/v1/feedback/resolution"
    found = scoring.get(f"{path}?journey=complain", key).json
    assert (found["n"], found["reached"], found["left"], found["waiting"]) == (12, 7, 1, 4)
    assert found["method"].startswith("Aalen-Johansen")
    assert found["by_day"]["1"]["value"] == 0.0
    assert found["median_days"] == 7.0
    assert scoring.get(f"{path}?journey=join", key).json["shown"] is False
    assert scoring.get(f"{path}?from=2026-02-02&to=2026-02-01", key).status_code == 422
