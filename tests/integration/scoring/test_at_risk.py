"""Who is at risk, from touchpoints and answers as they are told, to the list, the holdout and the effect."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from integration.front.waiting import wait_until
from integration.scoring.conftest import Tell
from scoring import jobs
from scoring.domain.at_risk_definitions import to_definition
from scoring.domain.at_risk_factors import RiskFactor
from scoring.domain.at_risk_models import Model, Term
from scoring.domain.at_risk_trials import Attempt, attempt
from scoring.domain.calibration import Scaling
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.use_cases.fit_at_risk import keep_model
from scoring.use_cases.forget_journeys import forget_journeys
from scoring.use_cases.make_at_risk_models import make_at_risk_models
from scoring.use_cases.predict_at_risk import OUTREACH_DAYS, PREDICTION_DAYS, mark_at_risk, predict_at_risk
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from support.apps import SECRET_KEY, Running
from support.journeys import START, design, happened
from support.told import submitted

Key = dict[str, str]
PATH = "/scoring/v1/at-risk"
# When those are looked at who have not answered.
TODAY = START + timedelta(days=70)
DAYS = 60
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database
WHERE NOT granted AND datname = current_database()"""
# Nobody who called once reaches a half; who called three times does.
MODEL = Model(-1.0, (Term(RiskFactor.REPEAT_CONTACTS, 1.0, 1.0, 0.0, 2.0, 1.5, 0.2),), Scaling(0.0, 1.0))


def way(who: str, calls: int, at: datetime, segment: str = "home") -> list[Event]:
    """Somebody begins to join, and calls so often about the same within two days."""
    told = [happened("inform", 0, who=who, at=at, segment=segment)]
    return told + [happened("call_help", 0.5 + 0.5 * call, who=who, at=at) for call in range(calls)]


def answered(n: int = 240) -> list[Event]:
    """Who called three times is mostly a detractor, who called once mostly not."""
    events = []
    for number in range(n):
        who, at = f"answered-{number}", START + timedelta(days=DAYS * number / n)
        calls = 3 if number % 2 else 1
        unhappy = number % 10 in ((1, 3, 5, 7) if calls == 3 else (0,))
        events += way(who, calls, at, ("home", "business")[number // 2 % 2])
        events.append(
            submitted(
                who, at=at + timedelta(days=4), customer_key=who, journey="join", nps=3 if unhappy else 9
            )
        )
    return events


def silent(n: int = 40) -> list[Event]:
    """Who has not answered: every other one called three times."""
    return [
        event
        for number in range(n)
        for event in way(
            f"silent-{number}",
            3 if number % 2 else 1,
            TODAY - timedelta(days=5),
            ("home", "business")[number // 2 % 2],
        )
    ]


@pytest.fixture
def key(scoring: Running) -> Key:
    return scoring.key(
        *("at_risk:read", "at_risk:write", "journeys:write"),
        *("identities:write", "audit:read", "events:read", "scores:read"),
    )


@pytest.fixture
def hear(scoring: Running, tell: Tell) -> Tell:
    """Lets these events be heard, and cases be made of them."""

    def heard(events: list[Event]) -> None:
        tell(events)
        with scoring.service.change() as connection:
            while refresh_cases(connection):
                pass

    return heard


@pytest.fixture
def designed(scoring: Running, key: Key) -> None:
    """A journey is designed."""
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200


@pytest.fixture
def drawn(scoring: Running, designed: None, hear: Tell, key: Key) -> None:
    """A model in use and a programme, and everybody looked at who has not answered."""
    hear(silent())
    attempt = Attempt(320, 160, {}, (RiskFactor.REPEAT_CONTACTS,), MODEL, None, None)
    definition = to_definition(attempt, "transactional", "digest")
    with scoring.service.change() as connection:
        keep_model(connection, "join", definition, now=TODAY, request_id="request-1")
    answer = set_programme(scoring, key)
    assert (answer.status_code, answer.json) == (200, {"journey": "join", "version": 1, "is_new": True})
    look(scoring)


def set_programme(scoring: Running, key: Key, journey: str = "join", **change: Any) -> Any:
    body = {"from_probability": 0.5, "holdout_share": 0.5, **change}
    return scoring.client.put(f"{PATH}/programmes/{journey}", json=body, headers=key)


def look(scoring: Running, at: datetime = TODAY) -> None:
    with scoring.service.change() as connection:
        mark_at_risk(connection, now=at)
        while predict_at_risk(connection, secret=SECRET_KEY, now=at):
            pass


def page(scoring: Running, key: Key, **query: Any) -> Any:
    asked = {"journey": "join", "limit": 500, **query}
    answer = scoring.client.get(f"{PATH}/customers", query_string=asked, headers=key)
    assert answer.status_code == 200, answer.text
    return answer.json


def listed(scoring: Running, key: Key, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = page(scoring, key, **query)["items"]
    return items


def rows(scoring: Running, statement: str) -> list[Any]:
    with scoring.service.database.transaction() as connection:
        return connection.execute(statement.encode()).fetchall()


def held_out(scoring: Running) -> list[str]:
    found = rows(scoring, "SELECT person FROM at_risk_assignments WHERE held_out ORDER BY 1")
    return [row[0] for row in found]


def reach(scoring: Running, key: Key, who: str, **change: Any) -> Any:
    body = {
        "id": str(uuid4()),
        "customer_key": who,
        "journey": "join",
        "at": (TODAY + timedelta(days=1)).isoformat(),
        "what": "Called and apologised for the wait.",
        **change,
    }
    return scoring.post(f"{PATH}/outreach", body, key)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Long enough after the draw for all to be followed."""
    moment = TODAY + timedelta(days=40)
    monkeypatch.setattr("scoring.api.at_risk.now", lambda: moment)
    return moment


def test_a_model_is_made_shown_kept_once_and_used(
    scoring: Running, designed: None, hear: Tell, key: Key
) -> None:
    hear([*answered(), *silent(8)])
    model = make(scoring, key)
    assert (model["version"], model["refused"], model["n"], model["kind"]) == (1, None, 240, "transactional")
    assert set(model["factors"]) == {"repeat_contacts"}
    (term,) = model["model"]["terms"]
    assert term["odds_ratio"]["low"] > 1
    assert "each one more goes with" in term["sentence"]["en"]
    trial = model["trial"]
    assert trial["auc"]["low"] > 0.5
    assert trial["skill"] > 0
    assert model["days"]["calibrated"][1] < trial["first_day"]
    assert {group["label"] for group in trial["segments"]} == {"home", "business"}
    assert "Predictions never enter a score or pay." in model["sentence"]["en"]
    assert make(scoring, key) == model
    narrower = make(scoring, key, factors=["days_open", "repeat_contacts"])
    assert narrower["model"] == model["model"]
    assert scoring.get(f"{PATH}/models?journey=join", key).json["items"] == [model]
    told = [event for event in log(scoring, key) if event["type"] == "scoring.at_risk_model.made"]
    assert [event["data"]["version"] for event in told] == [1]
    set_programme(scoring, key, holdout_share=0.05)
    look(scoring)
    unhappy = [f"silent-{number}" for number in (1, 3, 5, 7)]
    assert sorted(one["customer_key"] for one in listed(scoring, key)) == [
        who for who in unhappy if who not in held_out(scoring)
    ]
    drawn = [event["data"] for event in log(scoring, key) if event["type"] == "scoring.at_risk.drawn"]
    four_are_too_few_to_tell = (None, None)
    assert [(data["listed"], data["held_out"]) for data in drawn] == [four_are_too_few_to_tell]


def order(scoring: Running, key: Key, **asked: Any) -> dict[str, Any]:
    answer = scoring.post(f"{PATH}/models", {"journey": "join", **asked}, key)
    assert answer.status_code == 202, answer.text
    placed: dict[str, Any] = answer.json
    return placed


def make(scoring: Running, key: Key, **asked: Any) -> dict[str, Any]:
    """The model that is asked for, once the job has made it."""
    placed = order(scoring, key, **asked)
    assert (placed["state"], placed["model"]) == ("waiting", None)
    assert work(scoring) == 1
    made = outcome(scoring, key, placed)
    assert made["state"] == "made"
    model: dict[str, Any] = made["model"]
    return model


def work(scoring: Running) -> int:
    return make_at_risk_models(scoring.service.read, scoring.service.change, now=TODAY)


def outcome(scoring: Running, key: Key, placed: dict[str, Any]) -> Any:
    return scoring.get(f"{PATH}/orders/{placed['id']}", key).json


def test_what_is_waiting_is_not_ordered_again_whatever_the_order_of_its_factors(
    scoring: Running, designed: None, key: Key
) -> None:
    first = order(scoring, key, factors=["days_open", "complained"])
    assert order(scoring, key, factors=["complained", "days_open"]) == first
    assert order(scoring, key, factors=["complained"])["id"] != first["id"]
    assert work(scoring) == 2
    assert outcome(scoring, key, first)["state"] == "made"
    assert order(scoring, key, factors=["days_open", "complained"])["id"] != first["id"]


def test_two_workers_that_make_the_same_order_keep_one_model(
    scoring: Running, designed: None, hear: Tell, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(answered())
    placed, both = order(scoring, key), Barrier(2)

    def together(*given: Any) -> Attempt:
        both.wait()
        return attempt(*given)

    monkeypatch.setattr("scoring.use_cases.make_at_risk_models.attempt", together)
    with ThreadPoolExecutor(2) as workers:
        assert sorted(one.result() for one in [workers.submit(work, scoring) for _ in range(2)]) == [0, 1]
    assert outcome(scoring, key, placed)["model"]["version"] == 1
    told = [event for event in log(scoring, key) if event["type"] == "scoring.at_risk_model.made"]
    assert len(told) == 1


def test_a_model_that_cant_be_made_is_told_and_does_not_keep_the_others_from_it(
    scoring: Running, designed: None, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(known: Any, factors: list[RiskFactor]) -> Attempt:
        if len(factors) == 1:
            raise ZeroDivisionError
        return attempt(known, factors)

    monkeypatch.setattr("scoring.use_cases.make_at_risk_models.attempt", broken)
    placed, sound = order(scoring, key, factors=["days_open"]), order(scoring, key)
    assert work(scoring) == 1
    assert outcome(scoring, key, placed)["state"] == "failed"
    assert outcome(scoring, key, sound)["state"] == "made"


def test_how_many_answers_there_were_is_not_told_where_they_are_too_few_to_be_shown(
    scoring: Running, designed: None, hear: Tell, key: Key
) -> None:
    hear(answered(4))
    assert make(scoring, key)["n"] is None
    (told,) = [event for event in log(scoring, key) if event["type"] == "scoring.at_risk_model.made"]
    assert told["data"]["n"] is None
    assert told["data"]["refused"] == "too few"


def log(scoring: Running, key: Key) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = scoring.get("/scoring/v1/events?limit=500", key).json["events"]
    return events


def test_too_few_answers_are_refused_with_the_number_it_takes_and_that_is_kept(
    scoring: Running, designed: None, hear: Tell, key: Key
) -> None:
    hear(answered(60))
    model = make(scoring, key)
    assert model["refused"]["reason"] == "too few"
    assert model["refused"]["needed"] > 60
    assert str(model["refused"]["needed"]) in model["sentence"]["es"]
    assert (model["model"], model["trial"]) == (None, None)
    assert [one["version"] for one in scoring.get(f"{PATH}/models?journey=join", key).json["items"]] == [1]


def test_of_fewer_than_five_answers_nobody_learns_how_many_are_detractors(
    scoring: Running, designed: None, hear: Tell, key: Key
) -> None:
    hear(answered(4))
    model = make(scoring, key)
    assert (model["n"], model["detractors"], model["days"]) == (None, None, {})
    nobody = make(scoring, key, kind="relationship")
    assert model["refused"] == nobody["refused"]


def test_a_refused_model_leaves_the_one_before_it_in_use(scoring: Running, drawn: None, key: Key) -> None:
    refused = make(scoring, key, kind="relationship")
    assert (refused["version"], refused["refused"]["reason"]) == (2, "too few")
    look(scoring)
    assert {one["model_version"] for one in listed(scoring, key)} == {1}


def test_the_list_has_who_did_not_answer_and_went_the_way_of_detractors(
    scoring: Running, drawn: None, key: Key
) -> None:
    found = listed(scoring, key)
    called_often = {f"silent-{number}" for number in range(1, 40, 2)}
    apart = held_out(scoring)
    assert {one["customer_key"] for one in found} == called_often - set(apart)
    assert 0 < len(apart) < 20
    first = found[0]
    assert first["probability"] > 0.5
    assert first["reasons"][0]["sentence"]["en"] == "contacts about the same again: 2 (usual: 1)"
    assert (first["open_complaint"], first["reached_at"]) == (False, None)


def test_the_list_is_paged_and_filtered(scoring: Running, drawn: None, key: Key) -> None:
    everybody = listed(scoring, key)
    paged: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        found = page(scoring, key, limit=3, cursor=cursor)
        paged, cursor = paged + found["items"], found["next"]
    assert paged == everybody
    business = listed(scoring, key, segment="business")
    assert business == [one for one in everybody if one["segment"] == "business"]
    assert 0 < len(business) < len(everybody)
    assert listed(scoring, key, journey="leave") == []
    huge, deep = (b64encode(text.encode()).decode() for text in (f'[1{"0" * 400}, "ana"]', "[" * 4000))
    for nonsense in ("nonsense", "WzEsMl0", "WzAuNSwiXHUwMDAwIl0", "WzAuNSwiXHVkODAwIl0", huge, deep):
        answer = scoring.get(f"{PATH}/customers?journey=join&cursor={nonsense}", key)
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor")


def test_to_look_twice_changes_nothing(scoring: Running, drawn: None, key: Key) -> None:
    before = rows(scoring, "SELECT * FROM at_risk_predictions ORDER BY person")
    arms = rows(scoring, "SELECT * FROM at_risk_assignments ORDER BY person")
    look(scoring)
    assert rows(scoring, "SELECT * FROM at_risk_predictions ORDER BY person") == before
    assert rows(scoring, "SELECT * FROM at_risk_assignments ORDER BY person") == arms
    told = [event["data"] for event in log(scoring, key) if event["type"] == "scoring.at_risk.drawn"]
    apart = len(held_out(scoring))
    assert min(apart, 20 - apart) >= SMALLEST_SHOWN
    assert told == [{"journey": "join", "programme_version": 1, "listed": 20 - apart, "held_out": apart}]


def test_the_worker_looks_at_everybody(
    scoring: Running, drawn: None, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(scoring, "SELECT person, held_out FROM at_risk_predictions ORDER BY person")
    with scoring.service.change() as connection:
        connection.execute("DELETE FROM at_risk_predictions")
    monkeypatch.setattr(jobs, "_service", lambda: scoring.service)
    monkeypatch.setattr(jobs, "now", lambda: TODAY)
    jobs.mark_at_risk()
    jobs.predict_at_risk()
    assert rows(scoring, "SELECT person, held_out FROM at_risk_predictions ORDER BY person") == before
    assert rows(scoring, "SELECT count(*) FROM at_risk_due") == [(0,)]


def test_who_answers_is_predicted_no_longer(scoring: Running, drawn: None, hear: Tell, key: Key) -> None:
    who = listed(scoring, key)[0]["customer_key"]
    hear([submitted(who, at=TODAY, customer_key=who, journey="join", ces=7)])
    look(scoring, TODAY + timedelta(days=1))
    assert who not in {one["customer_key"] for one in listed(scoring, key)}
    assert rows(scoring, f"SELECT count(*) FROM at_risk_predictions WHERE person = '{who}'") == [(0,)]


def test_who_was_drawn_stays_so_when_the_share_changes(scoring: Running, drawn: None, key: Key) -> None:
    before = held_out(scoring)
    assert set_programme(scoring, key, from_probability=0.4, holdout_share=0.2).json["version"] == 2
    look(scoring, TODAY + timedelta(days=1))
    assert held_out(scoring) == before
    (shown,) = scoring.get(f"{PATH}/programmes", key).json["items"]
    assert (shown["journey"], shown["version"], shown["holdout_share"]) == ("join", 2, 0.2)


def test_who_is_held_out_under_one_key_is_so_under_all(scoring: Running, drawn: None, key: Key) -> None:
    apart, on_it = held_out(scoring)[0], listed(scoring, key)[0]["customer_key"]
    joined = scoring.post(
        "/scoring/v1/identities/joins", {"customer_keys": [on_it, apart], "reason": "One person."}, key
    )
    assert joined.status_code == 201
    with scoring.service.change() as connection:
        while refresh_cases(connection):
            pass
    look(scoring)
    assert {on_it, apart}.isdisjoint(one["customer_key"] for one in listed(scoring, key))


def test_an_open_complaint_is_shown_and_not_hidden(
    scoring: Running, drawn: None, hear: Tell, key: Key
) -> None:
    who = listed(scoring, key)[0]["customer_key"]
    changed = design(complaint_page={"opened": ["page_opened"], "sent": ["complaint_sent"]})
    assert scoring.post("/scoring/v1/journeys", changed, key).status_code == 200
    hear([happened("complaint_sent", 3, who=who, at=TODAY - timedelta(days=5))])
    look(scoring)
    open_ones = {one["customer_key"]: one["open_complaint"] for one in listed(scoring, key)}
    assert {name for name, complains in open_ones.items() if complains} <= {who}


def test_outreach_is_recorded_once_and_seen_on_the_list(
    scoring: Running, drawn: None, key: Key, later: datetime
) -> None:
    who = listed(scoring, key)[0]["customer_key"]
    id_ = str(uuid4())
    answer = reach(scoring, key, who, id=id_)
    assert (answer.status_code, answer.json["held_out"], answer.json["by"]) == (200, False, "a test")
    assert reach(scoring, key, who, id=id_).json == answer.json
    assert reach(scoring, key, who, id=id_, what="Something else.").status_code == 409
    (entry,) = [one for one in listed(scoring, key) if one["customer_key"] == who]
    assert entry["reached_at"] == answer.json["at"]
    told = [event for event in log(scoring, key) if event["type"] == "scoring.outreach.recorded"]
    assert [event["data"] for event in told] == [{"id": id_, "journey": "join", "held_out": False}]
    assert who not in str(told)


def test_outreach_that_makes_no_sense_is_told_by_field(
    scoring: Running, drawn: None, key: Key, later: datetime
) -> None:
    who = listed(scoring, key)[0]["customer_key"]

    def refused(**change: Any) -> set[str]:
        answer = reach(scoring, key, **{"who": who, **change})
        assert answer.status_code == 422, answer.text
        return {error["field"] for error in answer.json["errors"]}

    assert refused(who="silent-0") == {"customer_key"}
    assert refused(who="a stranger") == {"customer_key"}
    assert refused(journey="leave") == {"customer_key"}
    assert refused(at=(later + timedelta(days=1)).isoformat()) == {"at"}
    assert refused(what=" ") == {"what"}
    assert rows(scoring, "SELECT count(*) FROM at_risk_outreach") == [(0,)]


def test_who_is_held_out_and_reached_all_the_same_still_counts_there(
    scoring: Running, drawn: None, key: Key, later: datetime
) -> None:
    assert reach(scoring, key, held_out(scoring)[0]).json["held_out"] is True
    effect = scoring.get(f"{PATH}/effect?journey=join", key).json
    assert effect["held_out"]["contacted"] == 1


def test_the_effect_compares_who_was_drawn_for_what(
    scoring: Running, drawn: None, hear: Tell, key: Key, later: datetime
) -> None:
    """Of those held out everybody leaves; of those on the list nobody does, and all answer, a third as detractors."""
    on_it = [one["customer_key"] for one in listed(scoring, key)]
    apart = held_out(scoring)
    reach(scoring, key, on_it[0])
    hear([happened("withdrawn", 3, who=who, at=TODAY) for who in apart])
    hear(
        [
            submitted(
                who,
                at=TODAY + timedelta(days=5),
                customer_key=who,
                journey="join",
                nps=2 if number % 3 == 0 else 9,
            )
            for number, who in enumerate(on_it)
        ]
    )
    found = scoring.get(f"{PATH}/effect?journey=join", key).json
    assert found["listed"] == {"drawn": len(on_it), "contacted": 1, "answered": len(on_it)}
    assert found["held_out"] == {"drawn": len(apart), "contacted": 0, "answered": 0}
    by_outcome = {effect["outcome"]: effect for effect in found["effects"]}
    left = by_outcome["left"]
    assert left["difference"]["value"] == -1
    assert left["difference"]["verdict"] == "better"
    assert left["low_base"] is True
    assert "Being on the list helped." in left["sentence"]["en"]
    assert by_outcome["complained"]["difference"]["verdict"] == "could be chance"
    assert by_outcome["detractor"]["difference"]["shown"] is False


def test_who_was_drawn_less_than_a_month_ago_is_not_counted_yet(
    scoring: Running, drawn: None, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.api.at_risk.now", lambda: TODAY + timedelta(days=29))
    found = scoring.get(f"{PATH}/effect?journey=join", key).json
    assert (found["listed"]["drawn"], found["held_out"]["drawn"]) == (0, 0)
    assert not any(effect["difference"]["shown"] for effect in found["effects"])


def test_nothing_is_left_of_who_is_erased(
    scoring: Running, drawn: None, tell: Tell, key: Key, later: datetime
) -> None:
    who = listed(scoring, key)[0]["customer_key"]
    assert reach(scoring, key, who).status_code == 200
    events = rows(scoring, f"SELECT event_id FROM touchpoints WHERE customer_key = '{who}'")
    data = {"responses": [], "events": [str(row[0]) for row in events]}
    tell([Event(UUID(int=99), "survey.customer.erased", who, TODAY, "request-1", data)])
    for table in ("at_risk_predictions", "at_risk_assignments", "at_risk_due", "at_risk_outreach"):
        assert f"'{who}'" not in str(rows(scoring, f"SELECT * FROM {table}")), table
    look(scoring)
    assert who not in {one["customer_key"] for one in listed(scoring, key)}


def test_who_is_being_erased_is_not_recorded_as_reached_afterwards(
    scoring: Running, drawn: None, key: Key, later: datetime
) -> None:
    who = listed(scoring, key)[0]["customer_key"]
    with ThreadPoolExecutor(1) as somebody:
        with scoring.service.change() as connection:
            forget_journeys(connection, {who})
            reaching = somebody.submit(reach, scoring, key, who)
            wait_until(lambda: rows(scoring, WAITING) == [(1,)])
        assert reaching.result().status_code == 422
    assert rows(scoring, "SELECT count(*) FROM at_risk_outreach") == [(0,)]


def test_what_is_old_goes_by_itself(scoring: Running, drawn: None, key: Key, later: datetime) -> None:
    reach(scoring, key, listed(scoring, key)[0]["customer_key"])
    look(scoring, TODAY + timedelta(days=PREDICTION_DAYS + 60))
    assert rows(scoring, "SELECT count(*) FROM at_risk_predictions") == [(0,)]
    assert rows(scoring, "SELECT count(*) FROM at_risk_outreach") == [(1,)]
    look(scoring, later + timedelta(days=OUTREACH_DAYS + 1))
    assert rows(scoring, "SELECT count(*) FROM at_risk_outreach") == [(0,)]
    assert rows(scoring, "SELECT count(*) FROM at_risk_assignments") == [(0,)]


def test_what_makes_no_sense_is_told_by_field(scoring: Running, designed: None, key: Key) -> None:
    def fields(answer: Any) -> set[str]:
        assert answer.status_code == 422, answer.text
        return {error["field"] for error in answer.json["errors"]}

    assert fields(scoring.post(f"{PATH}/models", {"journey": "fly"}, key)) == {"journey"}
    assert fields(scoring.post(f"{PATH}/models", {"journey": "join", "factors": []}, key)) == {"factors"}
    weather = {"journey": "join", "factors": ["weather"]}
    assert fields(scoring.post(f"{PATH}/models", weather, key)) == {"factors.0"}
    assert fields(set_programme(scoring, key, "fly")) == {"journey"}
    assert fields(set_programme(scoring, key, holdout_share=0)) == {"holdout_share"}
    assert fields(set_programme(scoring, key, from_probability=1)) == {"from_probability"}
    assert fields(scoring.get(f"{PATH}/customers", key)) == {"journey"}
    reading = scoring.key("at_risk:read")
    assert scoring.post(f"{PATH}/models", {"journey": "join"}, reading).status_code == 403


def test_a_trail_is_left_of_models_and_programmes(scoring: Running, drawn: None, key: Key) -> None:
    make(scoring, key)
    trail = scoring.get("/scoring/v1/audit?subject=join", key).json["items"]
    assert {"at_risk_model.made", "at_risk_programme.set"} <= {entry["action"] for entry in trail}
