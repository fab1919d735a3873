"""The forms of who is at risk: people ask for a model, and say whom to list and whom to leave alone."""

import re
from typing import Any

import pytest

from integration.scoring.test_at_risk import work
from scoring.domain.at_risk_factors import RiskFactor
from support.apps import PUBLIC_URL, Running
from support.journeys import design
from support.staff import Reader

PAGE = "/scoring/at-risk/join"
API = "/scoring/v1/at-risk"
Key = dict[str, str]


@pytest.fixture
def key(scoring: Running) -> Key:
    return scoring.key("at_risk:read", "journeys:write", "audit:read")


@pytest.fixture
def manager(scoring: Running, key: Key) -> Reader:
    """Carla, where a journey is designed and nobody has asked for anything yet."""
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    return Reader.of(scoring, "at_risk:read", "at_risk:write", "journeys:read")


def programmes(scoring: Running, key: Key) -> list[tuple[float, float, int]]:
    listed = scoring.get(f"{API}/programmes", key).json["items"]
    return [(one["from_probability"], one["holdout_share"], one["version"]) for one in listed]


def trail(scoring: Running, key: Key) -> list[tuple[str, str, str]]:
    items = scoring.get("/scoring/v1/audit", key).json["items"]
    return [(one["by"], one["action"], one["subject"]) for one in items if one["by"] == "Carla"]


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def orders(scoring: Running) -> list[tuple[Any, ...]]:
    with scoring.service.database.transaction() as connection:
        return connection.execute("SELECT journey, kind, factors, by, state FROM at_risk_orders").fetchall()


def test_who_is_listed_is_said_in_percent_as_people_write_it(
    scoring: Running, manager: Reader, key: Key
) -> None:
    opened = manager.read(PAGE)
    assert (value(opened, "from_probability"), value(opened, "holdout_share")) == ("50", "20")
    form = {"from_probability": " 42,5 % ", "holdout_share": "10"}
    for _ in range(2):  # the same form again changes nothing
        assert manager.send(f"{PAGE}/programme", **form) == f"{PAGE}#list"
    assert programmes(scoring, key) == [(0.425, 0.1, 1)]
    assert "Who reaches a probability of 42.5 % is drawn: 10.0 % of them are left alone" in manager.words(
        PAGE
    )
    assert value(manager.read(PAGE, language="es"), "from_probability") == "42,5"
    assert trail(scoring, key) == [("Carla", "at_risk_programme.set", "join")]


def test_what_a_programme_can_not_be_is_told_by_field_and_nothing_typed_is_lost(
    scoring: Running, manager: Reader, key: Key
) -> None:
    for line, share, told in (
        ("many", "20", ["The probability is a number"]),
        ("100", "20", ["The probability is a number"]),
        ("1e999999", "20", ["The probability is a number"]),
        ("50", "0.2", ["The share that is left alone"]),
        ("", "NaN", ["The probability is a number", "The share that is left alone"]),
    ):
        again = manager.send(f"{PAGE}/programme", 422, from_probability=line, holdout_share=share)
        assert all(words in again for words in told)
        assert (value(again, "from_probability"), value(again, "holdout_share")) == (line, share)
        assert again.count('aria-invalid="true"') == len(told)
    assert programmes(scoring, key) == []


def test_a_model_is_asked_for_and_the_page_says_what_became_of_it(
    scoring: Running, manager: Reader, key: Key
) -> None:
    opened = manager.read(PAGE)
    assert len(re.findall(r'name="factors" value="\w+" checked', opened)) == len(RiskFactor)
    assert manager.read(PAGE).count("<details open>") == 2
    for _ in range(2):
        assert send_order(manager, ["handoffs", "days_open"]) == f"{PAGE}#model"
    assert orders(scoring) == [("join", "transactional", ["days_open", "handoffs"], "Carla", "waiting")]
    assert "Carla asked for a model on" in manager.words(PAGE)
    assert "it is being made" in manager.words(PAGE)
    assert work(scoring) == 1
    shown = manager.words(PAGE)
    assert "it is version 1" in shown
    assert "No model: " in shown  # nobody has answered yet
    assert sorted(trail(scoring, key)) == [
        ("Carla", "at_risk_model.made", "join"),
        ("Carla", "at_risk_model.ordered", "join"),
    ]


def send_order(manager: Reader, factors: list[str], status: int = 303) -> str:
    answer = manager.app.client.post(
        f"{PAGE}/model",
        data={"kind": "transactional", "factors": factors},
        headers={"Origin": PUBLIC_URL},
    )
    assert answer.status_code == status, answer.text
    return answer.headers["Location"] if status == 303 else answer.text


def test_a_model_that_may_look_at_nothing_is_not_asked_for(scoring: Running, manager: Reader) -> None:
    again = manager.send(f"{PAGE}/model", 422, kind="relationship")
    assert "Choose at least one thing that the model may look at." in again
    assert '<option value="relationship" selected>' in again
    assert " checked" not in again
    assert "Choose which answers" in manager.send(f"{PAGE}/model", 422, kind="gossip", factors="handoffs")
    assert orders(scoring) == []


def test_a_model_that_could_not_be_made_is_no_secret(
    scoring: Running, manager: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("scoring.use_cases.make_at_risk_models.attempt", broken)
    send_order(manager, ["handoffs"])
    work(scoring)
    assert "it could not be made" in manager.words(PAGE)


def test_who_may_only_look_and_forms_of_other_sites_change_nothing(
    scoring: Running, manager: Reader, key: Key
) -> None:
    forms: dict[str, dict[str, str]] = {
        "programme": {"from_probability": "50", "holdout_share": "20"},
        "model": {"kind": "transactional", "factors": "handoffs"},
    }
    for where, form in forms.items():
        assert manager.send(f"{PAGE}/{where}", 303, "https://elsewhere.example", **form).startswith(
            "/sign-in"
        )
        manager.send(f"/scoring/at-risk/nobodys/{where}", 422, **form)
    looker = Reader.of(scoring, "at_risk:read")
    assert "<form" not in looker.read(PAGE)
    for where, form in forms.items():
        looker.send(f"{PAGE}/{where}", 403, **form)
    assert (programmes(scoring, key), orders(scoring)) == ([], [])


def test_the_forms_speak_their_readers_language(manager: Reader) -> None:
    assert "Pedir un modelo" in manager.words(PAGE, language="es")
    assert "Quem chega pela primeira vez" in manager.words(PAGE, language="pt")
