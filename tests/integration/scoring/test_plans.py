"""Incentive plans and the scorecards that they give."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.plans import plan
from support.apps import INTERNAL_KEY, Running
from support.told import RELATIONSHIP, nps_values, resolved, routed, several

PATH = "/scoring/v1/plans"


@pytest.fixture
def admin(scoring: Running) -> dict[str, str]:
    return scoring.key("plans:write", "plans:read", "scorecards:read")


def put(scoring: Running, admin: dict[str, str], definition: dict[str, Any]) -> Any:
    answer = scoring.post(PATH, definition, admin)
    assert answer.status_code == 200, answer.text
    return answer.json


def events(scoring: Running) -> list[dict[str, Any]]:
    body = scoring.get("/scoring/v1/events", {"Authorization": f"Bearer {INTERNAL_KEY}"}).json
    assert body is not None
    return list(body["events"])


def test_the_same_plan_in_other_words_is_no_new_version_and_a_changed_one_is(
    scoring: Running, admin: dict[str, str]
) -> None:
    assert put(scoring, admin, plan()) == {"key": "ana-2026-q4", "version": 1, "is_new": True}
    same = plan()
    same["lines"][0]["weight"] = "20.000"
    same["lines"][2]["measure"]["slice"] = {}
    assert put(scoring, admin, same) == {"key": "ana-2026-q4", "version": 1, "is_new": False}
    assert put(scoring, admin, plan(title="Another title"))["version"] == 2
    assert [(event["type"], event["subject"], event["data"]["version"]) for event in events(scoring)] == [
        ("scoring.plan.set", "ana-2026-q4", 1),
        ("scoring.plan.set", "ana-2026-q4", 2),
    ]


def test_plans_are_listed_as_they_are_sent(scoring: Running, admin: dict[str, str]) -> None:
    put(scoring, admin, plan())
    (listed,) = scoring.get(PATH, admin).json["items"]
    assert (listed["key"], listed["version"]) == ("ana-2026-q4", 1)
    assert listed["definition"]["period"] == {"first_day": "2026-10-01", "last_day": "2026-12-31"}
    assert listed["definition"]["lines"][1]["weight"] == "30"
    assert listed["definition"]["lines"][1]["curve"]["target"] == "0.7"
    assert put(scoring, admin, listed["definition"])["is_new"] is False


def change(path: str, value: Any) -> dict[str, Any]:
    changed = deepcopy(plan())
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = changed
    for step in way:
        place = place[step]
    place[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "faulty"),
    [
        ("lines.0.weight", 19, "lines"),
        ("lines.0.weight", "NaN", None),
        ("lines.0.weight", float("inf"), None),
        ("lines.0.weight", "1e999999999", None),
        ("lines.0.weight", "1e-999999999", None),
        ("lines.0.weight", True, None),
        ("lines.0.curve.target", 20, None),
        ("lines.0.curve.maximum", 101, None),
        ("lines.1.curve.threshold", "sixty", None),
        ("lines.0.measure.kind", "happiness", None),
        ("lines.2.measure.survey_kind", "relationship", None),
        ("lines.0.measure.slice", {"country": "es"}, "lines.0.measure.slice.country"),
        ("lines.1", plan()["lines"][0], "lines.1.measure"),
        ("lines", [], None),
        ("period.last_day", "2026-09-30", None),
        ("period.first_day", "0001-01-01", None),
        ("period.last_day", "9999-12-31", None),
        ("minimum_n", 4, None),
        ("people.0.target_bonus", -1, None),
        ("people.0.target_bonus", 1000.5, None),
        ("people.0.target_bonus", 10**30, None),
        ("people.0.name", "Ana\x00", None),
        ("people.0.name", "", None),
        ("people", [], None),
        ("cap", 99, None),
        ("guardrails", [], None),
        ("lines.0.expected_n", 100, None),
        ("lines.0.review_on", "2020-01-01", None),
        ("lines.0.pays_on", "luck", None),
        ("lines.3.measure.slice", {}, "lines.3.measure.slice.journey"),
        ("key", "Ana's", None),
        ("currency", "EUR", None),
    ],
    ids=str,
)
def test_a_plan_with_a_fault_is_refused_and_the_fault_named_by_its_path(
    scoring: Running, admin: dict[str, str], path: str, value: Any, faulty: str | None
) -> None:
    answer = scoring.post(PATH, change(path, value), admin)
    assert answer.status_code == 422, answer.text
    assert answer.json is not None
    assert (faulty or path) in {error["field"] for error in answer.json["errors"]}
    assert scoring.get(PATH, admin).json["items"] == []


def test_a_scorecard_worked_out_by_hand_to_the_cent(
    scoring: Running, tell: Tell, admin: dict[str, str]
) -> None:
    """NPS 36 between 30 and 40: 40 + 60 × 6/10 = 76 % of 20; CSAT 74/107: 40 + 60 × (74/107 − .6)/.1 of 30."""
    put(scoring, admin, plan())
    calls = [5] * 42 + [4] * 32 + [3] * 10 + [2] * 9 + [1] * 14
    tell(several("ana", nps_values(23, 34, 68), journey="join", channel="web"))
    tell(several("easy", [7] * 5, score="ces", journey="join"))
    tell(several("bruno", calls, score="csat", channel="phone"))
    tell([routed(f"item-{number}") for number in range(40)])
    tell([resolved(f"item-{number}") for number in range(32)])
    outside = datetime(2027, 1, 1, tzinfo=UTC)
    tell(several("carla", [0] * 50, journey="join", at=outside))
    card = scoring.get(f"{PATH}/ana-2026-q4/scorecard", admin).json
    assert card is not None
    (ana,) = card["people"]
    nps, csat, share, _ = ana["lines"]
    assert (nps["measured"]["value"], nps["measured"]["n"], nps["percent"], nps["points"]) == (
        36,
        125,
        76,
        15.2,
    )
    assert nps["explanation"]["en"].startswith(
        "NPS: journey join. 36.0 from 125 answers (95 % between 21.7 and 48.6)."
    )
    assert "a partir de 125 respuestas" in nps["explanation"]["es"]
    assert [line["amount"] for line in ana["lines"]] == [152_00, 284_86, 300_00, 0]
    assert (share["position"], share["percent"]) == ("maximum reached", 150)
    assert csat["measure"] == {"kind": "csat", "survey_kind": "transactional", "slice": {"channel": "phone"}}
    assert (csat["curve"]["target"], csat["weight"]) == ("0.7", "30")
    assert (ana["amount"], card["version"], card["state"], ana["name"]) == (736_86, 1, "draft", "Ana")
    assert "152.00 + 284.86 + 300.00 + 0.00 = 736.86" in ana["explanation"]["en"]


def test_too_few_answers_pay_and_show_nothing(scoring: Running, tell: Tell, admin: dict[str, str]) -> None:
    put(scoring, admin, plan())
    tell(several("ana", [10] * 4, journey="join"))
    card = scoring.get(f"{PATH}/ana-2026-q4/scorecard", admin).json
    assert card is not None
    (ana,) = card["people"]
    assert ana["amount"] == 0
    assert ana["lines"][0]["measured"] == {
        "unit": "points",
        "definition": "nps-0-10",
        "direction": "higher is better",
        "shown": False,
        "reason": "fewer than 5 answers (8 comments), here or in another group that this one would give away",
    }


def test_a_plan_pays_on_one_kind_of_survey(scoring: Running, tell: Tell, admin: dict[str, str]) -> None:
    tell(several("easy", [7] * 5, score="ces", journey="join"))
    tell(several("ana", [10] * 40, journey="join"))
    tell(several("bruno", [0] * 30, journey="join", **RELATIONSHIP))
    definition = plan()
    found: list[dict[str, Any]] = []
    for survey_kind in ("transactional", "relationship"):
        definition["lines"][0]["measure"]["survey_kind"] = survey_kind
        put(scoring, admin, definition)
        card = scoring.get(f"{PATH}/ana-2026-q4/scorecard", admin).json
        assert card is not None
        found.append(card["people"][0]["lines"][0])
    assert [(line["measured"]["n"], line["amount"]) for line in found] == [(40, 300_00), (30, 0)]
    assert "NPS: relationship surveys, journey join" in found[1]["explanation"]["en"]


def test_there_is_no_scorecard_without_a_plan(scoring: Running, admin: dict[str, str]) -> None:
    answer = scoring.get(f"{PATH}/nobodys/scorecard", admin)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_reading_plans_setting_them_and_reading_scorecards_are_apart(scoring: Running) -> None:
    assert scoring.post(PATH, plan(), scoring.key("plans:read")).status_code == 403
    assert scoring.get(PATH, scoring.key("scorecards:read")).status_code == 403
    assert scoring.get(f"{PATH}/any/scorecard", scoring.key("plans:read")).status_code == 403
