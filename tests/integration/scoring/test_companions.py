"""A score is never given alone: the journey's outcome and the counter-measure stand beside it, or why they do not."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from scoring.domain.shares import share
from scoring.schemas.scores import ScoresSchema
from scoring.schemas.trends import TrendSchema
from scoring.use_cases.refresh_cases import refresh_cases
from support.apps import Running
from support.journeys import design, walk
from support.told import AT, resolved, routed, several, submitted

Ask = Callable[[str], Any]
FIGURE = ("measure", "definition", "shown", "value", "low", "high", "n", "reason")


@pytest.fixture
def ask(scoring: Running, tell: Tell) -> Ask:
    """Twelve who joined in November and ended, nine of them well; three more in October; leaving has no design."""
    key = scoring.key("scores:read", "journeys:write", "measures:write")
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    for number in range(15):
        kinds = ("inform", "connect_portal") if number < 9 else ("inform", "withdrawn")
        at = AT - timedelta(days=35 if number > 11 else 10)
        tell(walk(*kinds, who=f"customer-{number}", at=at))
    with scoring.service.change() as connection:
        assert refresh_cases(connection) == 15
    tell(several("join", [9] * 6, journey="join"))
    tell(several("leave", [0] * 7, journey="leave"))

    def asked(query: str) -> Any:
        answer = scoring.get(f"/scoring/v1/scores?{query}", key)
        assert answer.status_code == 200, answer.text
        return answer.json

    return asked


def beside(body: Any, item: Any, role: str = "outcome") -> Any:
    """The outcome, or the one counter-measure."""
    if role == "outcome":
        return body["companions"][item["companions"]["outcome"]]
    (counter_measure,) = counters(body, item)
    return counter_measure


def counters(body: Any, item: Any) -> list[Any]:
    return [body["companions"][place] for place in item["companions"]["counter_measures"]]


def test_the_outcome_of_the_journey_in_the_same_days_stands_beside_its_score(ask: Ask) -> None:
    body = ask("measure=nps&by=journey&from=2026-11-01&to=2026-11-30")
    assert body == ScoresSchema().dump(body)
    join, leave = body["items"]
    expected = share(9, 12)
    assert expected.shown
    assert beside(body, join) == {
        "measure": "journey_success",
        "definition": "journey_success-1 of join version 1",
        "journey": "join",
        "period": None,
        "shown": True,
        "value": 0.75,
        "low": expected.low,
        "high": expected.high,
        "n": 12,
        "method": "Wilson",
        "low_base": True,
    }
    assert beside(body, join, "counter_measure") == beside(body, join)
    assert beside(body, leave)["reason"] == "nobody has designed this journey"
    (total,) = body["totals"]
    assert beside(body, total)["reason"] == "this score is not of one journey"


def test_by_month_each_score_has_the_outcome_of_its_month_and_what_is_too_small_is_hidden_with_another(
    ask: Ask, tell: Tell
) -> None:
    tell(several("october", [9] * 6, journey="join", at=AT - timedelta(days=30)))
    body = ask("measure=nps&by=month&journey=join")
    assert [(item["slice"]["month"], beside(body, item)["shown"]) for item in body["items"]] == [
        ("2026-10-01", False),
        ("2026-11-01", False),
    ]
    assert beside(body, body["items"][0])["reason"].startswith("fewer than 5 answers")
    assert (beside(body, body["totals"][0])["n"], beside(body, body["totals"][0])["period"]) == (15, None)


def test_each_point_of_a_trend_and_each_row_of_a_file_has_the_same_beside_it(
    scoring: Running, ask: Ask, tell: Tell
) -> None:
    tell(several("begun", [9] * 6, journey="join", at=AT - timedelta(days=10)))
    key = scoring.key("scores:read")
    asked = "measure=nps&journey=join"
    trend = scoring.get(f"/scoring/v1/scores/trends?{asked}&every=day", key).json
    assert trend == TrendSchema().dump(TrendSchema().load(trend))
    (series,) = trend["series"]
    assert beside(trend, series) == beside(ask(asked), ask(asked)["totals"][0])
    assert (beside(trend, series)["shown"], beside(trend, series)["n"]) == (True, 15)
    scores = ask(f"{asked}&by=survey,version,day")
    assert [beside(trend, point) for point in series["points"]] == [
        beside(scores, item) for item in scores["items"]
    ]
    for path in (f"scores?{asked}&by=survey,version,day", f"trends?{asked}&every=day"):
        file = scoring.get(f"/scoring/v1/exports/{path}&format=jsonl", key)
        rows = [json.loads(line) for line in file.text.splitlines()]
        for role in ("outcome", "counter_measure"):
            for row, item in zip(rows, scores["items"], strict=True):
                told = beside(scores, item, role)
                assert {name: row[f"{role}_{name}"] for name in FIGURE} == {
                    name: told.get(name) for name in FIGURE
                }


def test_a_score_can_be_the_counter_measure_of_another_over_the_same_slice(ask: Ask, tell: Tell) -> None:
    tell(routed(f"item-{number}", journey="join") for number in range(9))
    tell(resolved(f"item-{number}", journey="join") for number in range(9))
    tell(several("easy", [5] * 4 + [1] * 2, score="csat", journey="join"))
    body = ask("measure=resolved_share&by=journey")
    (item,) = body["items"]
    found = beside(body, item, "counter_measure")
    assert (found["measure"], found["definition"], found["n"]) == ("csat", "csat-1-5", 6)
    assert round(found["value"], 4) == 0.6667
    assert beside(body, item)["n"] == 15


def effort(value: int, low: int, high: int, definition: str) -> dict[str, Any]:
    """The same question on a scale of the survey's own."""
    asked = {"question": "effort", "type": "ces", "definition": definition}
    return {
        **asked,
        "value": value,
        "low": low,
        "high": high,
        "direction": definition.rpartition("-")[2],
    }


def test_a_counter_measure_that_was_asked_on_two_scales_is_there_on_each(
    scoring: Running, ask: Ask, tell: Tell
) -> None:
    entry = {
        "owner": "Eva",
        "purpose": "experience",
        "counter_measure": "ces",
        "review_date": "2099-01-01",
    }
    key = scoring.key("measures:write", "scores:read")
    assert scoring.client.put("/scoring/v1/measures/nps", json=entry, headers=key).status_code == 200
    tell(several("agreed", [7] * 6 + [1] * 2, score="ces", journey="join"))
    own = effort(1, 1, 5, "ces-1-5-lower")
    tell([submitted(f"own-{number}", ratings=[own], journey="join") for number in range(7)])
    body = ask("measure=nps&by=journey")
    join, leave = body["items"]
    assert [(one["definition"], one["n"], one["value"]) for one in counters(body, join)] == [
        ("ces-1-5-lower", 7, 1.0),
        ("ces-2.0-1-7", 8, 0.75),
    ]
    assert beside(body, leave, "counter_measure")["reason"] == "nobody was asked for the counter-measure here"
    assert counters(body, body["totals"][0])[1]["n"] == 8
    file = scoring.get("/scoring/v1/exports/scores?measure=nps&by=journey&format=jsonl", key).text
    rows = [json.loads(line) for line in file.splitlines()]
    assert [
        (row["journey"], row["counter_measure_definition"], row["counter_measure_n"]) for row in rows
    ] == [
        ("join", "ces-1-5-lower", 7),
        ("join", "ces-2.0-1-7", 8),
        ("leave", None, None),
    ]


def test_the_register_says_what_the_counter_measure_is(scoring: Running, ask: Ask) -> None:
    entry = {"owner": "Eva", "purpose": "experience", "review_date": "2099-01-01"}
    key = scoring.key("measures:write")
    reasons = {}
    for counter in ("fcr", "resolved_share", "csat"):
        answer = scoring.client.put(
            "/scoring/v1/measures/nps", json={**entry, "counter_measure": counter}, headers=key
        )
        assert answer.status_code == 200
        body = ask("measure=nps&by=journey,segment")
        reasons[counter] = beside(body, body["items"][0], "counter_measure")["reason"]
    assert reasons == {
        "fcr": "the counter-measure is one of the journey's own outcomes",
        "resolved_share": "the counter-measure can't be told apart by what was asked for",
        "csat": "nobody was asked for the counter-measure here",
    }
    body = ask("measure=response_rate")
    assert body["companions"] == []


VALUES = {"journey": "abc", "channel": ("web", "phone"), "segment": ("home", "firm")}


@pytest.mark.parametrize("seed", range(3))
def test_a_slice_is_hidden_whichever_way_it_is_asked_for(
    scoring: Running, tell: Tell, ask: Ask, seed: int
) -> None:
    """Each dimension is what it goes by, or filtered to a value, or not asked for: in all ways there are."""
    chance = random.Random(seed)
    for journey, channel, segment in product(*VALUES.values()):
        values = [9] * chance.choice([0, 2, 3, 6, 9, 30])
        tell(
            several(
                f"{journey}-{channel}-{segment}", values, journey=journey, channel=channel, segment=segment
            )
        )
    shown: dict[tuple[str | None, ...], set[bool]] = {}
    for ways in product(*(["by", "", *values] for values in VALUES.values())):
        by = [name for name, way in zip(VALUES, ways, strict=True) if way == "by"]
        filters = {name: way for name, way in zip(VALUES, ways, strict=True) if way not in ("by", "")}
        query = "&".join(["measure=nps", *(f"{name}={value}" for name, value in filters.items())])
        for item in ask(f"{query}&by={','.join(by)}" if by else query)["items"]:
            stated = {**filters, **item["slice"]}
            cell = tuple(stated.get(name, "all") for name in VALUES)
            shown.setdefault(cell, set()).add(item["statistics"][0]["shown"])
    assert {state for states in shown.values() for state in states} == {True, False}
    assert {cell: states for cell, states in shown.items() if len(states) > 1} == {}
