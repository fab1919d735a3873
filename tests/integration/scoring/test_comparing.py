"""Comparisons, trends, weights and further measures over the API."""

from datetime import timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from support.apps import Running
from support.told import AT, RELATIONSHIP, invited, nps_values, received, several, submitted

PATH = "/scoring/v1/scores"
MONTH = timedelta(days=30)


@pytest.fixture
def key(scoring: Running) -> dict[str, str]:
    return scoring.key("scores:read", "dimensions:write")


def got(scoring: Running, key: dict[str, str], path: str, status: int = 200) -> Any:
    answer = scoring.get(f"{PATH}{path}", key)
    assert answer.status_code == status, answer.text
    return answer.json


def posted(scoring: Running, key: dict[str, str], path: str, body: Any, status: int = 200) -> Any:
    answer = scoring.post(f"{PATH}{path}", body, key)
    assert answer.status_code == status, answer.text
    return answer.json


def test_two_periods_differ_as_rocks_published_and_in_words(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell(several("ana", nps_values(20, 30, 50)) + several("bruno", nps_values(10, 30, 60), at=AT + MONTH))
    day = AT.date()
    first = {"from": str(day), "to": str(day)}
    second = {"from": str(day + MONTH), "to": str(day + MONTH)}
    (found,) = posted(scoring, key, "/comparisons", {"measure": "nps", "first": first, "second": second})[
        "comparisons"
    ]
    difference = found["difference"]
    assert (difference["value"], round(difference["p"], 5)) == (20.0, 0.05652)
    assert difference["verdict"] == "could be chance"
    assert found["sentence"] == {
        "en": "2026-12-20 to 2026-12-20 and 2026-11-20 to 2026-11-20 can't be told apart: 50.0 against 30.0, a"
        " difference of +20.0 points (95 % between −0.5 points and +39.4 points; p = 0.057), which could be chance.",
        "es": "Entre 2026-12-20 a 2026-12-20 y 2026-11-20 a 2026-11-20 no se ve diferencia clara: 50,0 frente a 30,0,"
        " es decir +20,0 puntos (95 % entre −0,5 puntos y +39,4 puntos; p = 0,057), que puede ser azar.",
        "pt": "Não dá para distinguir 2026-12-20 a 2026-12-20 de 2026-11-20 a 2026-11-20: 50,0 contra 30,0, uma"
        " diferença de +20,0 pontos (95 % entre −0,5 pontos e +39,4 pontos; p = 0,057), que pode ser acaso.",
    }


def test_each_slice_against_all_others_is_corrected_for_their_number(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    for channel, values in {"phone": (90, 5, 5), "web": (30, 30, 40), "shop": (26, 30, 34)}.items():
        tell(several(channel, nps_values(*values), channel=channel))
    tell(several("kiosk", [0] * 3, channel="kiosk"))
    found = got(scoring, key, "/comparisons?measure=nps&by=channel&against=rest")["comparisons"]
    verdicts = {item["slice"]["channel"]: item["difference"].get("verdict") for item in found}
    assert verdicts["phone"] == "worse"
    assert verdicts["kiosk"] is None
    assert {item["of_many"] for item in found} == {2}
    phone = next(item for item in found if item["slice"]["channel"] == "phone")
    assert phone["difference"]["p_corrected"] >= phone["difference"]["p"]
    assert phone["sentence"]["es"].startswith("Canal phone sale peor que todos los demás")
    # The smallest slice but one is hidden too, or kiosk would follow from the others.
    assert sum(item["difference"]["shown"] for item in found) == 2


def test_each_slice_against_the_days_before(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    tell(several("before", nps_values(10, 30, 60), at=AT - timedelta(days=3)))
    tell(several("after", nps_values(60, 30, 10), at=AT))
    first, last = AT.date() - timedelta(days=1), AT.date() + timedelta(days=1)
    (found,) = got(
        scoring, key, f"/comparisons?measure=nps&by=channel&against=before&from={first}&to={last}"
    )["comparisons"]
    assert (found["difference"]["value"], found["difference"]["verdict"]) == (-100.0, "worse")
    assert "2026-11-16 to 2026-11-18" in found["sentence"]["en"]


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ({"channel": "web"}, {"journey": "join"}, "second"),
        ({"kind": "relationship"}, {"channel": "web", "kind": "transactional"}, None),
        ({"kind": "relationship"}, {"channel": "web"}, "second"),
        ({"to": "2026-11-20"}, {"from": "2026-11-21"}, "version"),
        ({"to": "2026-11-20", "version": 1}, {"from": "2026-11-21", "version": 1}, None),
        ({"jorney": "join"}, {}, "first.jorney"),
        ({"attribute": "agent:diego"}, {"attribute": "agent:eva"}, "attribute"),
    ],
)
def test_what_must_not_be_compared_is_refused_with_the_reason(
    scoring: Running, tell: Tell, key: dict[str, str], first: Any, second: Any, field: str | None
) -> None:
    tell(several("ana", [9] * 6) + several("bruno", [9] * 6, at=AT + MONTH, version=2))
    status = 422 if field else 200
    body = {"measure": "nps", "first": first, "second": second}
    answer = posted(scoring, key, "/comparisons", body, status)
    if field:
        assert [error["field"] for error in answer["errors"]] == [field]


def test_kinds_of_survey_are_compared_each_with_its_own(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell(several("ana", [9] * 6, channel="web") + several("bruno", [0] * 6, channel="phone", **RELATIONSHIP))
    body = {"measure": "nps", "first": {"channel": "web"}, "second": {"channel": "phone"}}
    answer = posted(scoring, key, "/comparisons", body, 422)
    assert "never pooled" in answer["errors"][0]["detail"]


def test_a_trend_has_a_series_a_version_and_tells_signal_from_noise(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    for week in range(8):
        values = nps_values(2, 3, 5) * 4 if week < 6 else nps_values(9, 1, 0) * 4
        tell(several(f"week-{week}", values, at=AT + timedelta(weeks=week)))
    tell(several("new", [9] * 6, version=2))
    series = got(scoring, key, "/trends?measure=nps&every=week")["series"]
    assert [(s["version"], len(s["points"])) for s in series] == [(1, 8), (2, 1)]
    last = series[0]["points"][-1]
    assert (last["control"]["verdict"], last["measured"]["n"]) == ("signal", 40)
    assert series[0]["points"][0]["control"]["verdict"] == "noise"
    assert series[0]["points"][0]["period"] == "2026-11-16"  # a Monday
    assert [s["kind"] for s in got(scoring, key, "/trends?measure=csat")["series"]] == []


def test_a_declared_attribute_is_a_dimension_from_then_on(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    def call(number: int, **attributes: Any) -> list[Any]:
        id_ = f"call-{number}"
        touchpoint = {"source": "/crm", "id": id_, "type": "contact.closed"}
        return [received(id_, **attributes), submitted(id_, nps=9, touchpoint=touchpoint)]

    tell([event for n in range(6) for event in call(n, product="fibre", region="north")])
    declared = scoring.post("/scoring/v1/dimensions", {"attributes": ["product", "region"]}, key)
    assert (declared.status_code, declared.json) == (200, {"version": 2, "is_new": True})
    tell([event for n in range(6, 13) for event in call(n, product="mobile", region="south")])
    items = got(scoring, key, "?measure=nps&by=product,region")["items"]
    assert [(item["slice"], item["statistics"][0]["n"]) for item in items] == [
        ({"product": "fibre", "region": None}, 6),
        ({"product": "mobile", "region": "south"}, 7),
    ]
    (total,) = got(scoring, key, "?measure=nps&attribute=product:mobile")["totals"]
    assert total["statistics"][0]["n"] == 7
    assert scoring.get("/scoring/v1/dimensions", key).json["attributes"] == ["product", "region"]
    got(scoring, key, "?measure=nps&by=agent", 422)


@pytest.mark.parametrize(
    "names", [["channel"], ["day"], ["a", "a"], [f"a{n}" for n in range(9)], ["Product"]]
)
def test_what_cannot_be_a_dimension_is_refused(
    scoring: Running, key: dict[str, str], names: list[str]
) -> None:
    assert scoring.post("/scoring/v1/dimensions", {"attributes": names}, key).status_code == 422


def rating(value: int, definition: str = "rating-1-10-higher") -> dict[str, Any]:
    kind, low, high, direction = definition.split("-")
    return {
        "ratings": [
            {
                "question": "speed",
                "type": kind,
                "definition": definition,
                "value": value,
                "low": int(low),
                "high": int(high),
                "direction": direction,
            }
        ]
    }


def test_ratings_travel_with_their_scale_and_are_never_pooled(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell([submitted(f"ten-{n}", **rating(8)) for n in range(6)])
    tell([submitted(f"five-{n}", **rating(2, "rating-1-5-lower")) for n in range(7)])
    tell([submitted(f"effort-{n}", **rating(1, "ces-1-5-lower")) for n in range(8)])
    ten, five = got(scoring, key, "?measure=rating")["totals"]
    assert (ten["definition"], ten["statistics"][0]["value"], ten["statistics"][0]["direction"]) == (
        "rating-1-10-higher",
        8.0,
        "higher is better",
    )
    assert [s["direction"] for s in five["statistics"]] == ["lower is better", "higher is better"]
    (effort,) = got(scoring, key, "?measure=ces")["totals"]
    assert (effort["definition"], effort["statistics"][0]["value"]) == ("ces-1-5-lower", 1.0)
    wrong = rating(8)
    wrong["ratings"][0]["high"] = 7
    tell([submitted("wrong", **wrong)])
    with scoring.service.read() as connection:
        assert connection.execute("SELECT count(*) FROM parked_events").fetchone() == (1,)


def test_choices_and_selections_are_shares_of_who_answered(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    def chose(number: int, values: list[str]) -> Any:
        answer = "yes" if number < 7 else "no"
        return submitted(
            f"ana-{number}",
            choices=[{"question": "solved", "value": answer}],
            selections=[{"question": "why", "values": values}],
        )

    tell([chose(number, ["price", "speed"] if number < 4 else ["price"]) for number in range(10)])
    solved = got(scoring, key, "?measure=choice&survey=after-support&question=solved")["totals"]
    assert [
        (item["option"], item["statistics"][0]["value"], item["statistics"][0]["n"]) for item in solved
    ] == [
        ("no", 0.3, 10),
        ("yes", 0.7, 10),
    ]
    why = got(scoring, key, "?measure=selection&survey=after-support&question=why&by=channel")["items"]
    assert [(item["option"], item["statistics"][0]["value"]) for item in why] == [
        ("price", 1.0),
        ("speed", 0.4),
    ]
    assert why[0]["statistics"][0]["method"] == "Wilson"
    answer = got(scoring, key, "?measure=choice&survey=after-support", 422)
    assert [error["field"] for error in answer["errors"]] == ["question"]


def test_the_response_rate_is_of_delivered_invitations_and_stands_beside_the_score(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    names = [f"ana-{number}" for number in range(20)]
    tell([invited(name) for name in names])
    tell([invited(name, "sent") for name in names] + [invited(name, "failed") for name in names[18:]])
    tell(several("ana", [9] * 6, at=AT + timedelta(hours=1)))
    (total,) = got(scoring, key, "?measure=response_rate")["totals"]
    assert (total["kind"], total["statistics"][0]["value"], total["statistics"][0]["n"]) == (
        "transactional",
        6 / 18,
        18,
    )
    body = got(scoring, key, "?measure=nps&by=channel")
    assert body["items"][0]["response_rate"]["value"] == body["totals"][0]["response_rate"]["value"] == 6 / 18
    assert got(scoring, key, "?measure=nps&by=language")["items"][0]["response_rate"] is None


def test_a_weighted_score_stands_beside_the_plain_one_and_the_worst_cases(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    tell(several("phone", [0] * 40, channel="phone") + several("web", [10] * 60, channel="web"))
    tell([invited(f"{name}-{n}", "handed_out") for name in ("phone", "web", "shop") for n in range(100)])
    body = {"measure": "nps", "targets": {"channel": {"phone": 0.5, "web": 0.5}}}
    (found,) = posted(scoring, key, "/weighted", body)["scores"]
    assert (found["unweighted"]["value"], found["weighted"]["value"]) == (20.0, pytest.approx(0.0))
    assert found["weighted"]["effective_n"] == pytest.approx(96)
    assert found["worst_cases"] == {
        "low": pytest.approx(20 / 3 - 200 / 3),
        "high": pytest.approx(20 / 3 + 200 / 3),
        "asked": 300,
        "answered": 100,
    }
    classes = [{"slice": {"channel": name}, "share": 0.5} for name in ("phone", "web")]
    (again,) = posted(scoring, key, "/weighted", {"measure": "nps", "classes": classes})["scores"]
    assert again["weighted"]["value"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "targets"),
        ({"targets": {"channel": {"phone": 0.5, "web": 0.4}}}, "targets"),
        ({"targets": {"channel": {"phone": 0.5, "shop": 0.5}}}, "targets"),
        ({"targets": {"channel": {"phone": 1.0}}, "classes": []}, "classes"),
        ({"targets": {"agent": {"eva": 1.0}}}, "attribute"),
        ({"classes": [{"slice": {"channel": "phone"}, "share": 0.9}]}, "classes"),
    ],
)
def test_targets_that_make_no_sense_are_refused(
    scoring: Running, tell: Tell, key: dict[str, str], change: Any, field: str
) -> None:
    tell(several("ana", [9] * 6))
    answer = posted(scoring, key, "/weighted", {"measure": "nps", **change}, 422)
    assert {error["field"].partition(".")[0] for error in answer["errors"]} == {field}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"targets": {"channel": {"phone": 0.5, "chat": 0}}}, "targets.channel.chat"),
        ({"targets": {"channel": {"value": 0}}}, "targets.channel.value"),
        ({"targets": {"channel": {}}}, "targets.channel"),
        ({"targets": {"Two words": {"phone": 1}}}, "targets.Two words"),
        ({"classes": [{"slice": {"channel": 7}, "share": 1}]}, "classes.0.slice.channel"),
    ],
)
def test_a_target_that_makes_no_sense_is_told_by_the_field_that_was_sent(
    scoring: Running, key: dict[str, str], change: Any, field: str
) -> None:
    answer = posted(scoring, key, "/weighted", {"measure": "nps", **change}, 422)
    assert [error["field"] for error in answer["errors"]] == [field]


def test_subtotals_hide_what_would_give_a_hidden_part_away(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    for journey, channel, n in (
        ("join", "web", 3),
        ("leave", "web", 6),
        ("leave", "phone", 8),
        ("complain", "web", 40),
    ):
        tell(several(f"{journey}-{channel}", [9] * n, journey=journey, channel=channel))
    body = got(scoring, key, "?measure=nps&by=journey,channel&subtotals=true")
    shown = {
        tuple(i["slice"].values()): i["statistics"][0]["shown"] for i in (*body["subtotals"], *body["items"])
    }
    assert shown == {
        ("complain",): True,
        ("join",): False,
        ("leave",): False,
        ("complain", "web"): True,
        ("join", "web"): False,
        ("leave", "phone"): False,
        ("leave", "web"): False,
    }
