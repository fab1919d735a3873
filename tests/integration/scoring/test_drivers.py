"""What goes with a score, from touchpoints and answers as they are told, to numbers and words."""

from datetime import timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from scoring.use_cases import find_drivers
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from support.apps import Running
from support.journeys import START, design, happened
from support.told import submitted

Key = dict[str, str]
PATH = "/scoring/v1/drivers"
FACTORS = ["handoffs", "channel_switches", "answer:effort"]


def town(n: int = 60) -> list[Event]:
    """Customers whose NPS falls by 3 with each of 0 to 2 hand-offs. Channels switch, and ease varies, besides."""
    events = []
    for number in range(n):
        who, handoffs = f"customer-{number}", number % 3
        owners = ["sales", "operations", "sales"][: handoffs + 1]
        for place in range(3):
            owner = owners[min(place, len(owners) - 1)]
            channel = "phone" if place == 2 and number % 4 == 0 else "web"
            kind = ("inform", "declare_interest", "fill_contract")[place]
            events.append(happened(kind, place, who=who, owner=owner, channel=channel))
        events.append(
            submitted(
                who,
                at=START + timedelta(days=4),
                customer_key=who,
                journey="join",
                nps=9 - 3 * handoffs,
                ces=1 + number % 7,
            )
        )
    return events


@pytest.fixture
def key(scoring: Running) -> Key:
    return scoring.key("journeys:write", "scores:read")


@pytest.fixture
def told(scoring: Running, tell: Tell, key: Key) -> Any:
    """Lets the journey be designed and these events be heard."""

    def listen(events: list[Event]) -> None:
        assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
        tell(events)
        with scoring.service.change() as connection:
            refresh_cases(connection)

    return listen


def ask(scoring: Running, key: Key, **change: Any) -> Any:
    answer = scoring.post(PATH, {"measure": "nps", "journey": "join", "factors": FACTORS, **change}, key)
    assert answer.status_code == 200, answer.text
    return answer.json


def refused(scoring: Running, key: Key, **change: Any) -> dict[str, str]:
    answer = scoring.post(PATH, {"measure": "nps", "journey": "join", "factors": FACTORS, **change}, key)
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["detail"] for error in answer.json["errors"]}


def test_what_the_score_falls_with_comes_first(scoring: Running, told: Any, key: Key) -> None:
    told(town())
    found = ask(scoring, key)
    assert (found["n"], found["answered"], found["kind"], found["definition"]) == (
        60,
        60,
        "transactional",
        "nps-0-10",
    )
    assert found["r_squared"]["value"] == pytest.approx(1)
    first = found["drivers"][0]
    assert (first["factor"], first["kind"], first["as_expected"]) == ("handoffs", "operational", True)
    assert first["correlation"] == pytest.approx(-1)
    assert first["importance"]["low"] > 0.8
    # A third of the customers had none; the others had 1 and 2 of at most 2.
    assert first["gap"] == {"size": pytest.approx(0.75), "volume": pytest.approx(2 / 3)}
    assert first["priority"] == pytest.approx(first["importance"]["value"] * 0.75 * 2 / 3)


def test_the_words_say_association_in_every_language(scoring: Running, told: Any, key: Key) -> None:
    told(town())
    found = ask(scoring, key)
    for said in (found["sentence"], *(driver["sentence"] for driver in found["drivers"])):
        assert "association" in said["en"]
        assert "asociación" in said["es"]
        assert "associação" in said["pt"]
    assert "the number of hand-offs: the more of it, the lower" in found["drivers"][0]["sentence"]["en"]


def test_the_same_question_is_answered_alike(scoring: Running, told: Any, key: Key) -> None:
    told(town())
    assert ask(scoring, key) == ask(scoring, key)


def test_an_answer_without_a_factor_is_left_out(scoring: Running, told: Any, key: Key) -> None:
    """Bruno has no journey, and Carla was not asked about ease."""
    bruno = submitted("bruno", customer_key="bruno", journey="join", nps=10, ces=7)
    carla = [happened("inform", 0, who="carla")]
    carla.append(
        submitted("carla", at=START + timedelta(days=1), customer_key="carla", journey="join", nps=0)
    )
    told([*town(), bruno, *carla])
    found = ask(scoring, key)
    assert (found["n"], found["answered"]) == (60, 62)


def test_too_few_answers_are_not_shared_out(scoring: Running, told: Any, key: Key) -> None:
    told(town(29))
    found = ask(scoring, key)
    assert found["shown"] is False
    assert "30 answers" in found["reason"]
    assert ask(scoring, key, journey="leave")["shown"] is False


def test_a_declared_attribute_is_a_factor_without_priority(scoring: Running, told: Any, key: Key) -> None:
    products = [
        happened("product.chosen", 0.5, who=f"customer-{number}", attributes={"product": "fibre"})
        for number in range(20)
    ]
    about = {event.data["customer_key"]: event for event in products}
    events = []
    for event in town():
        touchpoint = about.get(event.data["customer_key"])
        if touchpoint and event.type.endswith("submitted"):
            event.data["touchpoint"] = {
                "source": "crm",
                "id": touchpoint.data["id"],
                "type": "product.chosen",
            }
        events.append(event)
    told([*products, *events])
    found = ask(scoring, key, factors=["handoffs", "attribute:product:fibre"])
    (product,) = [one for one in found["drivers"] if one["kind"] == "dimension"]
    assert (product["priority"], product["gap"], product["as_expected"]) == (None, None, None)
    assert product["warnings"] == []
    rare = ask(scoring, key, factors=["handoffs", "attribute:product:mobile"])["drivers"]
    assert [one["kind"] for one in rare[1]["warnings"]] == ["constant"]


def test_what_makes_no_sense_is_told_by_field(
    scoring: Running, told: Any, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    sixteen = [f"answer:question-{number}" for number in range(16)]
    assert "more than 15" in refused(scoring, key, factors=sixteen)["factors"]
    assert "twice" in refused(scoring, key, factors=["rework", "rework"])["factors"]
    assert "none of" in refused(scoring, key, factors=["weather"])["factors"]
    assert set(refused(scoring, key, factors=[])) == {"factors"}
    assert set(refused(scoring, key, measure="response_rate")) == {"measure"}
    assert set(refused(scoring, key, jurney="join")) == {"jurney"}
    assert "weather" in refused(scoring, key, factors=["attribute:weather:rain"])["factors"]
    answer = scoring.post(PATH, {"measure": "nps", "factors": FACTORS}, key)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "journey")
    other = submitted("dora", customer_key="dora", journey="join", kind="relationship", version=2, nps=10)
    told([*town(30), other])
    assert "relationship, transactional" in refused(scoring, key)["kind"]
    itself = ["handoffs", "answer:recommend"]
    assert "itself" in refused(scoring, key, kind="transactional", factors=itself)["factors.1"]
    monkeypatch.setattr(find_drivers, "MOST_ANSWERS", 29)
    assert "more than 29" in refused(scoring, key, kind="transactional")["from"]


def test_who_is_erased_is_in_it_no_more(scoring: Running, told: Any, tell: Tell, key: Key) -> None:
    events = town()
    told(events)
    own = [event for event in events if event.data.get("customer_key") == "customer-0"]
    data = {
        "customer_key": "customer-0",
        "responses": [own[-1].data["response_id"]],
        "events": [str(event.id) for event in own],
    }
    tell([Event(own[0].id, "survey.customer.erased", "customer-0", START, "request-1", data)])
    found = ask(scoring, key)
    assert (found["n"], found["answered"]) == (59, 60)
