"""Both sides of a comparison have their companions, and so has a weighted score."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from scoring.domain.shares import share
from scoring.schemas.comparisons import ComparisonsSchema
from scoring.schemas.weighting import WeightedScoresSchema
from scoring.use_cases.refresh_cases import refresh_cases
from support.apps import Running
from support.journeys import design, walk
from support.told import AT, several, submitted

SCORES = "/scoring/v1/scores"
SIDES = ("first", "second")
Key = dict[str, str]
Compare = Callable[..., Any]


@pytest.fixture
def key(scoring: Running, tell: Tell) -> Key:
    """Twelve joined in November, nine of them well; ten in October, two of them well. Leaving has no design."""
    key = scoring.key("scores:read", "journeys:write", "measures:write")
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    for number in range(22):
        kinds = ("inform", "connect_portal") if number < 9 or number > 19 else ("inform", "withdrawn")
        at = AT - timedelta(days=35 if number > 11 else 10)
        tell(walk(*kinds, who=f"customer-{number}", at=at))
    with scoring.service.change() as connection:
        assert refresh_cases(connection) == 22
    for channel, happy in (("web", 7), ("phone", 2), ("shop", 5)):
        values = [9] * happy + [0] * (8 - happy)
        tell(several(channel, values, journey="join", channel=channel))
        tell(several(f"{channel}-then", values, journey="join", channel=channel, at=AT - timedelta(days=30)))
        said = [5] * happy + [1] * (8 - happy)
        tell(several(f"{channel}-csat", said, score="csat", journey="join", channel=channel))
    tell(several("leave", [0] * 7, journey="leave", channel="shop"))
    return key


@pytest.fixture
def compare(scoring: Running, key: Key) -> Compare:
    def asked(**query: str) -> Any:
        named = "&".join(f"{name.rstrip('_')}={value}" for name, value in query.items())
        answer = scoring.get(f"{SCORES}/comparisons?measure=nps&{named}", key)
        assert answer.status_code == 200, answer.text
        assert answer.json == ComparisonsSchema().dump(answer.json)
        return answer.json

    return asked


def register(scoring: Running, key: Key, counter_measure: str) -> None:
    entry = {
        "owner": "Eva",
        "purpose": "experience",
        "review_date": "2099-01-01",
        "counter_measure": counter_measure,
    }
    assert scoring.client.put("/scoring/v1/measures/nps", json=entry, headers=key).status_code == 200


def companions(body: Any, scored: Any) -> tuple[Any, list[Any]]:
    places = scored["companions"]
    found = [body["companions"][place] for place in (places["outcome"], *places["counter_measures"])]
    return found[0], found[1:]


def numbers(companion: Any) -> tuple[Any, ...]:
    return tuple(companion[name] for name in ("value", "low", "high", "n"))


def expected(successes: int, n: int) -> tuple[Any, ...]:
    found = share(successes, n)
    assert found.shown
    return found.value, found.low, found.high, found.n


def test_each_side_has_the_outcome_of_its_own_days(compare: Compare) -> None:
    body = compare(against="before", by="channel", journey="join", from_="2026-11-01", to="2026-11-30")
    for item in body["comparisons"]:
        outcomes = [companions(body, item[side])[0] for side in ("first", "second")]
        assert [numbers(outcome) for outcome in outcomes] == [expected(2, 10), expected(9, 12)]
        assert all(
            companions(body, item[side])[1] == [outcome]
            for side, outcome in zip(("first", "second"), outcomes, strict=True)
        )
    assert len(body["companions"]) == 2


def test_beside_all_others_stands_what_is_left_of_the_counter_measure(
    scoring: Running, key: Key, compare: Compare
) -> None:
    register(scoring, key, "csat")
    body = compare(against="rest", by="channel", journey="join")
    found = {
        item["slice"]["channel"]: [companions(body, item[side])[1] for side in ("second", "first")]
        for item in body["comparisons"]
    }
    assert {name: [numbers(one) for (one,) in sides] for name, sides in found.items()} == {
        "web": [expected(7, 8), expected(7, 16)],
        "phone": [expected(2, 8), expected(12, 16)],
        "shop": [expected(5, 8), expected(9, 16)],
    }


def test_beside_all_others_nothing_follows_of_what_is_hidden(
    scoring: Running, tell: Tell, key: Key, compare: Compare
) -> None:
    """Three in the kiosk were asked for the counter-measure: they hide, and so does the smallest slice but them."""
    register(scoring, key, "csat")
    tell(several("kiosk", [9] * 6, journey="join", channel="kiosk"))
    tell(several("kiosk-csat", [5] * 3, score="csat", journey="join", channel="kiosk"))
    body = compare(against="rest", by="channel", journey="join")
    shown = {
        item["slice"]["channel"]: [
            one["shown"] for side in ("second", "first") for one in companions(body, item[side])[1]
        ]
        for item in body["comparisons"]
    }
    assert shown["kiosk"] == [False, False]
    assert sorted(shown.values()) == [[False, False], [False, False], [True, True], [True, True]]


def test_all_others_are_of_one_journey_only_where_one_is_asked_for(compare: Compare) -> None:
    body = compare(against="rest", by="journey")
    for item in body["comparisons"]:
        assert companions(body, item["first"])[0]["reason"] == "this score is not of one journey"
    body = compare(against="rest", by="channel", journey="join")
    outcomes = [
        companions(body, item[side])[0] for item in body["comparisons"] for side in ("first", "second")
    ]
    assert {numbers(outcome) for outcome in outcomes} == {expected(11, 22)}


def test_all_other_months_have_what_came_of_theirs(compare: Compare) -> None:
    body = compare(against="rest", by="month", journey="join")
    found = {
        item["slice"]["month"]: [numbers(companions(body, item[side])[0]) for side in ("second", "first")]
        for item in body["comparisons"]
    }
    assert found == {
        "2026-10-01": [expected(2, 10), expected(9, 12)],
        "2026-11-01": [expected(9, 12), expected(2, 10)],
    }


def test_two_selections_have_each_its_own_and_what_is_alike_is_told_once(scoring: Running, key: Key) -> None:
    body = {"measure": "nps", "first": {"journey": "leave"}, "second": {"journey": "join"}}
    answer = scoring.post(f"{SCORES}/comparisons", body, key).json
    (item,) = answer["comparisons"]
    assert companions(answer, item["first"])[0]["reason"] == "nobody has designed this journey"
    assert numbers(companions(answer, item["second"])[0]) == expected(11, 22)
    sides = {name: {"journey": "join", "channel": name} for name in ("web", "phone")}
    alike = {"measure": "nps", "first": sides["web"], "second": sides["phone"]}
    answer = scoring.post(f"{SCORES}/comparisons", alike, key).json
    assert len(answer["companions"]) == 1


def test_a_file_has_both_sides_in_columns(scoring: Running, key: Key, compare: Compare) -> None:
    register(scoring, key, "csat")
    body = compare(against="rest", by="channel", journey="join")
    path = "/scoring/v1/exports/comparisons?measure=nps&against=rest&by=channel&journey=join&format=jsonl"
    rows = [json.loads(line) for line in scoring.get(path, key).text.splitlines()]
    for row, item in zip(rows, body["comparisons"], strict=True):
        for side in ("first", "second"):
            outcome, (counter,) = companions(body, item[side])
            for role, told in (("outcome", outcome), ("counter_measure", counter)):
                assert {
                    name: row[f"{side}_{role}_{name}"] for name in ("measure", "shown", "value", "n")
                } == {name: told[name] for name in ("measure", "shown", "value", "n")}


def test_a_file_puts_the_same_scale_of_both_sides_into_one_row(
    scoring: Running, tell: Tell, key: Key
) -> None:
    """Those of the web were asked on two scales, all others on one of them, and so on it alone they can differ."""
    register(scoring, key, "ces")
    own = {"question": "effort", "type": "ces", "definition": "ces-1-5-lower", "value": 2}
    own |= {"low": 1, "high": 5, "direction": "lower"}
    tell([submitted(f"own-{number}", ratings=[own], journey="join", channel="web") for number in range(7)])
    for channel, n in (("web", 6), ("phone", 8), ("shop", 9)):
        tell(several(f"{channel}-ces", [7] * n, score="ces", journey="join", channel=channel))
    path = "/scoring/v1/exports/comparisons?measure=nps&against=rest&by=channel&journey=join&format=jsonl"
    rows = [json.loads(line) for line in scoring.get(path, key).text.splitlines()]
    told = [
        (
            row["channel"],
            *(row[f"{side}_counter_measure_{name}"] for side in SIDES for name in ("definition", "n")),
        )
        for row in rows
        if row["channel"] in ("web", "shop")
    ]
    assert told == [
        ("shop", "ces-1-5-lower", 7, None, None),
        ("shop", "ces-2.0-1-7", 14, "ces-2.0-1-7", 9),
        ("web", "ces-1-5-lower", None, "ces-1-5-lower", 7),
        ("web", "ces-2.0-1-7", 17, "ces-2.0-1-7", 6),
    ]


def test_a_weighted_score_has_what_was_counted_beside_it(scoring: Running, key: Key) -> None:
    register(scoring, key, "csat")
    asked = {
        "measure": "nps",
        "journey": "join",
        "targets": {"channel": {"web": 0.5, "phone": 0.25, "shop": 0.25}},
    }
    answer = scoring.post(f"{SCORES}/weighted", asked, key)
    assert answer.status_code == 200, answer.text
    assert answer.json == WeightedScoresSchema().dump(answer.json)
    (score,) = answer.json["scores"]
    outcome, (counter,) = companions(answer.json, score)
    assert numbers(outcome) == expected(11, 22)
    assert (counter["definition"], numbers(counter)) == ("csat-1-5", expected(14, 24))
