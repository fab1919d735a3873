"""From a draft to a locked scorecard: who may do what, what never changes again, and what an auditor can check."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import psycopg
import pytest

from integration.scoring.conftest import Tell
from integration.scoring.plans import SOUND
from scoring.domain.snapshots import canonical, hash_of
from scoring.use_cases.refresh_cases import refresh_cases as refresh_a_batch
from shared import api_keys
from shared.clock import now
from support.apps import INTERNAL_KEY, Running
from support.journeys import design, walk
from support.staff import Reader
from support.told import several, submitted

PLANS = "/scoring/v1/plans"
LOCKED = "/scoring/v1/scorecards"
SCOPES = (
    "plans:read",
    "plans:write",
    "plans:approve",
    "scorecards:read",
    "scorecards:lock",
    "journeys:write",
    "immersions:write",
    "measures:write",
)
# Far enough apart that thirty answers tell them from each other.
WIDE = {
    "threshold": "0.2",
    "target": "0.8",
    "maximum": "0.95",
    "percent_at_threshold": 40,
    "percent_at_target": 100,
    "percent_at_maximum": 150,
}
YESTERDAY = now().date() - timedelta(days=1)
NOON = now().replace(hour=12, minute=0, second=0, microsecond=0)
FIRST = YESTERDAY - timedelta(days=29)


def plan(**change: Any) -> dict[str, Any]:
    """Ana by phone and Bruno on the web, for the last thirty days."""
    sound = {**SOUND, "expected_n": 30}
    return {
        "key": "autumn",
        "title": "Autumn",
        "people": [
            {"name": "Ana", "target_bonus": 100000, "unit": {"channel": "phone"}},
            {"name": "Bruno", "target_bonus": 50000, "unit": {"channel": "web"}},
        ],
        "period": {"first_day": FIRST.isoformat(), "last_day": YESTERDAY.isoformat()},
        "minimum_n": 10,
        "lines": [
            {"measure": {"kind": "csat"}, "weight": 50, "curve": WIDE, "shared": False, **sound},
            {
                "measure": {"kind": "journey_success", "slice": {"journey": "join"}},
                "weight": 50,
                "curve": WIDE,
                **sound,
            },
        ],
        "guardrails": [{"measure": {"kind": "ces"}, "limit": "0.5", "pays_at_most": 50}],
        **change,
    }


class House:
    """The service with people who each hold a key."""

    def __init__(self, scoring: Running) -> None:
        self.scoring = scoring
        self.keys = {name: self._key(name) for name in ("Ana", "Carla", "ＣＡＲＬＡ ", "Diego", "Eva")}

    def _key(self, name: str) -> dict[str, str]:
        key = api_keys.generate()
        with self.scoring.service.change() as connection:
            api_keys.store(connection, key, name, list(SCOPES), None)
        return {"Authorization": f"Bearer {key}"}

    def post(self, name: str, path: str, /, **body: Any) -> Any:
        return self.scoring.post(path, body, self.keys[name])

    def get(self, path: str) -> Any:
        return self.scoring.get(path, self.keys["Eva"])

    def take(self, *steps: tuple[str, str]) -> None:
        for name, step in steps:
            answer = self.post(name, f"{PLANS}/autumn/{step}", version=1)
            assert answer.status_code in (200, 201), answer.text

    def close(self) -> None:
        """Everything up to provisional scorecards."""
        self.take(("Carla", "approvals"), ("Diego", "approvals"), ("Eva", "start"), ("Eva", "closing"))

    def lock(self) -> dict[str, Any]:
        self.close()
        self.take(("Eva", "lock"))
        return dict(self.get(LOCKED).json["items"][-1])

    def events(self) -> list[str]:
        body = self.scoring.get("/scoring/v1/events?limit=500", {"Authorization": f"Bearer {INTERNAL_KEY}"})
        return [event["type"] for event in body.json["events"]]


@pytest.fixture
def house(scoring: Running, tell: Tell) -> House:
    """Thirty answers by phone and on the web (27 and 24 satisfied), forty easy ones, and forty who joined of fifty."""
    found = House(scoring)
    assert found.post("Eva", "/scoring/v1/journeys", **design()).status_code == 200
    at = NOON - timedelta(days=5)
    tell(several("ana", [5] * 27 + [1] * 3, score="csat", channel="phone", at=at))
    tell(several("bruno", [5] * 24 + [1] * 6, score="csat", channel="web", at=at))
    tell(several("easy", [7] * 40, score="ces", at=at))
    for number in range(50):
        kinds = ("inform", "connect_portal") if number < 40 else ("inform", "withdrawn")
        tell(walk(*kinds, who=f"customer-{number}", at=NOON - timedelta(days=9)))
    make_cases(scoring)
    assert found.post("Eva", PLANS, **plan()).status_code == 200
    return found


def make_cases(scoring: Running) -> None:
    while True:
        with scoring.service.change() as connection:
            if not refresh_a_batch(connection):
                break


def test_from_a_draft_to_a_locked_scorecard(house: House) -> None:
    """Ana: 27/30 pays 100 + 50 × 10/15 of 50; 40/50 pays 100 of 50. Bruno: 24/30 pays 100 of 50."""
    states = [house.get(f"{PLANS}/autumn").json["state"]]
    for name, step in (
        ("Carla", "approvals"),
        ("Diego", "approvals"),
        ("Eva", "start"),
        ("Eva", "closing"),
        ("Eva", "lock"),
    ):
        house.take((name, step))
        states.append(house.get(f"{PLANS}/autumn").json["state"])
    assert states == ["draft", "draft", "approved", "live", "provisional", "locked"]
    card = house.get(f"{PLANS}/autumn/scorecard").json
    assert [(person["name"], person["amount"]) for person in card["people"]] == [
        ("Ana", 1166_67),
        ("Bruno", 500_00),
    ]
    (locked,) = house.get(LOCKED).json["items"]
    assert [person["amount"] for person in locked["document"]["result"]] == [1166_67, 500_00]
    assert locked["document"]["findings"][0]["estimate"]["value"] == "9/10"
    assert house.get(f"{LOCKED}/{locked['id']}").json == locked
    assert [kind.removeprefix("scoring.") for kind in house.events() if "journey" not in kind] == [
        "plan.set",
        "plan.approved",
        "plan.approved",
        "plan.went_live",
        "plan.closed",
        "scorecard.locked",
    ]


def test_two_people_approve_and_nobody_their_own_pay(house: House) -> None:
    own = house.post("Ana", f"{PLANS}/autumn/approvals", version=1)
    assert (own.status_code, "nobody approves their own pay" in own.json["detail"]) == (409, True)
    house.take(("Carla", "approvals"))
    again = house.post("Carla", f"{PLANS}/autumn/approvals", version=1)
    assert (again.status_code, "approved this version already" in again.json["detail"]) == (409, True)
    early = house.post("Eva", f"{PLANS}/autumn/start", version=1)
    assert (early.status_code, "needs 2 approvals" in early.json["detail"]) == (409, True)
    house.take(("Diego", "approvals"))
    for step in ("start", "closing", "lock"):
        assert house.post("Ana", f"{PLANS}/autumn/{step}", version=1).status_code == 403
        house.take(("Eva", step))
    assert len(house.get(LOCKED).json["items"]) == 1


def test_no_step_is_taken_before_its_time_or_twice(house: House) -> None:
    assert house.post("Eva", f"{PLANS}/autumn/closing", version=1).status_code == 409
    assert house.post("Eva", f"{PLANS}/autumn/lock", version=1).status_code == 409
    house.lock()
    for step in ("approvals", "start", "closing", "lock"):
        assert house.post("Diego", f"{PLANS}/autumn/{step}", version=1).status_code == 409, step
    assert house.post("Eva", f"{PLANS}/autumn/lock", version=7).status_code == 404


def test_targets_are_locked_while_the_period_is_open(house: House) -> None:
    today = now().date()
    period = {"first_day": FIRST.isoformat(), "last_day": (today + timedelta(days=30)).isoformat()}
    open_plan = plan(period=period)
    assert house.post("Eva", PLANS, **open_plan).json["version"] == 2
    for name in ("Carla", "Diego"):
        house.post(name, f"{PLANS}/autumn/approvals", version=2)
    assert house.post("Eva", f"{PLANS}/autumn/start", version=2).status_code == 200
    easier = plan(period=period, minimum_n=5)
    changed = house.post("Eva", PLANS, **easier)
    assert (changed.status_code, "targets are locked" in changed.json["detail"]) == (409, True)
    assert house.post("Eva", PLANS, **open_plan).json["is_new"] is False
    assert house.post("Eva", f"{PLANS}/autumn/closing", version=2).status_code == 409
    for name in ("Carla", "Diego"):
        house.post(name, f"{PLANS}/autumn/approvals", version=1)
    overlapping = house.post("Eva", f"{PLANS}/autumn/start", version=1)
    assert (overlapping.status_code, "is live for" in overlapping.json["detail"]) == (409, True)


def test_a_plan_without_data_or_owner_does_not_go_live(house: House) -> None:
    lines = plan()["lines"]
    lines[0] |= {"expected_n": 31, "owner": None}
    lines[1]["measure"] = {"kind": "journey_success", "slice": {"journey": "leave"}}
    assert house.post("Eva", PLANS, **plan(lines=lines)).json["version"] == 2
    for name in ("Carla", "Diego"):
        house.post(name, f"{PLANS}/autumn/approvals", version=2)
    refused = house.post("Eva", f"{PLANS}/autumn/start", version=2)
    assert refused.status_code == 409
    assert {error["field"] for error in refused.json["errors"]} == {"lines.0", "lines.1"}
    readiness = house.get(f"{PLANS}/autumn/readiness?version=2").json
    assert readiness["ready"] is False
    assert {(check["check"], check["path"]) for check in readiness["checks"] if not check["ready"]} == {
        ("owner", "lines.0"),
        ("data", "lines.0"),
        ("data", "lines.1"),
        ("definition", "lines.1"),
    }
    assert house.get(f"{PLANS}/autumn/readiness?version=1").json["ready"] is True


def test_nothing_is_locked_while_cases_are_still_counted_by_the_design_before(house: House) -> None:
    house.close()
    assert house.post("Eva", "/scoring/v1/journeys", **design(window_days=45)).json["version"] == 2
    refused = house.post("Eva", f"{PLANS}/autumn/lock", version=1)
    assert (refused.status_code, "join are being counted anew" in refused.json["detail"]) == (409, True)
    assert house.get(LOCKED).json["items"] == []
    make_cases(house.scoring)
    house.take(("Eva", "lock"))
    (locked,) = house.get(LOCKED).json["items"]
    assert locked["document"]["findings"][1]["definition"].endswith("of join version 2")
    assert house.get(f"{LOCKED}/verification").json["pending"] == []


def test_late_answers_change_nothing_that_is_locked_until_it_is_restated(house: House, tell: Tell) -> None:
    locked = house.lock()
    verified = house.get(f"{LOCKED}/verification").json
    assert (verified["scorecards"], verified["faults"], verified["pending"]) == (1, [], [])
    assert verified["last_hash"] == locked["hash"]
    tell(several("late", [1] * 3, score="csat", channel="phone", at=NOON - timedelta(days=2)))
    ana, bruno = house.get(f"{PLANS}/autumn/scorecard").json["people"]
    # 27 of 33: 100 + 50 × (27/33 − .8) / .15 of 50, and 50.
    assert (ana["amount"], ana["amount_by_now"], bruno["amount_by_now"]) == (1166_67, 1030_30, None)
    verified = house.get(f"{LOCKED}/verification").json
    assert (verified["faults"], verified["pending"][0]["now"]["Ana"]) == ([], 1030_30)
    restated = house.post("Eva", f"{LOCKED}/{locked['id']}/restatement", reason="Three answers came late.")
    assert restated.status_code == 201, restated.text
    result = restated.json["document"]["result"]
    assert [(person["amount"], person["difference"]) for person in result] == [
        (1030_30, -136_37),
        (500_00, 0),
    ]
    assert (restated.json["restates"], restated.json["number"]) == (locked["id"], 2)
    assert house.get(f"{LOCKED}/{locked['id']}").json == locked
    assert house.post("Eva", f"{LOCKED}/{locked['id']}/restatement", reason="Again.").status_code == 409
    verified = house.get(f"{LOCKED}/verification").json
    assert (verified["scorecards"], verified["faults"], verified["pending"]) == (2, [], [])


def test_the_list_of_scorecards_says_where_each_stands(house: House, tell: Tell) -> None:
    def stands() -> str:
        assert house.get(PLANS).json["items"] == [house.get(f"{PLANS}/autumn").json]
        text = str(house.get("/scoring/scorecards").text)
        return text.partition("<strong>")[2].partition(".</strong>")[0]

    assert stands() == "Draft: nothing is paid on it"
    house.take(("Carla", "approvals"), ("Diego", "approvals"))
    assert stands() == "Approved, not in force yet"
    house.take(("Eva", "start"), ("Eva", "closing"))
    assert stands() == "Period closed; numbers are provisional"
    house.take(("Eva", "lock"))
    assert stands() == "Locked"
    (locked,) = house.get(LOCKED).json["items"]
    tell(several("late", [1] * 3, score="csat", channel="phone", at=NOON - timedelta(days=2)))
    house.post("Eva", f"{LOCKED}/{locked['id']}/restatement", reason="Three answers came late.")
    assert stands().startswith("Restated: the newest version counts")
    assert "Restated: the newest version counts" in house.get("/scoring/scorecards/autumn").text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scorecards SET body = '{}'",
        "DELETE FROM scorecards",
        "TRUNCATE scorecards",
        "DELETE FROM plan_steps",
    ],
)
def test_nobody_changes_what_is_locked(house: House, statement: str) -> None:
    house.lock()
    with pytest.raises(psycopg.errors.RaiseException), house.scoring.service.change() as connection:
        connection.execute(statement.encode())


def test_a_changed_byte_breaks_the_chain(house: House) -> None:
    house.lock()
    with house.scoring.service.change() as connection:
        connection.execute(b"ALTER TABLE scorecards DISABLE TRIGGER scorecards_never_change")
        connection.execute(b"UPDATE scorecards SET body = replace(body, '116667', '116668')")
    found = house.get(f"{LOCKED}/verification").json["faults"]
    assert len(found) == 2
    assert "does not have the hash" in found[0]
    assert "does not follow from its own facts" in found[1]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("'{}'", "nobody can read its text"),
        ("left(body, 500)", "nobody can read its text"),
        ('replace(body, \'"weight":"50"\', \'"weight":"60"\')', "does not follow from its own facts"),
        ("replace(body, '\"findings\":', '\"found\":')", "does not follow from its own facts"),
    ],
)
def test_a_text_that_makes_no_sense_any_more_is_told_as_a_fault(
    house: House, change: str, fault: str
) -> None:
    house.lock()
    with house.scoring.service.change() as connection:
        connection.execute(b"ALTER TABLE scorecards DISABLE TRIGGER scorecards_never_change")
        connection.execute(f"UPDATE scorecards SET body = {change}".encode())
    verified = house.get(f"{LOCKED}/verification")
    assert verified.status_code == 200
    assert verified.json["faults"][-1].startswith("Scorecard 1: ")
    assert fault in verified.json["faults"][-1]
    assert verified.json["pending"] == []


def response(name: str) -> str:
    return str(uuid5(UUID(int=7), name))


def test_an_answer_is_excluded_by_two_people_and_shown_with_and_without(house: House) -> None:
    house.close()
    path = f"{PLANS}/autumn/exclusions"
    asked = house.post("Carla", path, version=1, response_id=response("ana-29"), reason="Given by the agent.")
    assert asked.status_code == 201, asked.text
    excluded = f"{path}/{asked.json['id']}/decision?version=1"
    assert house.get(f"{PLANS}/autumn/scorecard").json["people"][0]["lines"][0]["excluded"] == 0
    assert house.post("Eva", f"{PLANS}/autumn/lock", version=1).status_code == 409
    for herself in ("Carla", "ＣＡＲＬＡ "):
        assert house.post(herself, excluded, confirm=True).status_code == 403
    assert house.post("Ana", excluded, confirm=True).status_code == 403
    assert house.post("Diego", excluded, confirm=True).json["confirmed"] is True
    assert house.post("Diego", excluded, confirm=False).status_code == 409
    line = house.get(f"{PLANS}/autumn/scorecard").json["people"][0]["lines"][0]
    assert (line["excluded"], line["measured"]["n"], line["with_excluded"]["n"]) == (1, 29, 30)
    assert (round(line["measured"]["value"], 4), line["with_excluded"]["value"]) == (0.931, 0.9)
    assert "Excluded answers: 1, each with a reason" in line["explanation"]["en"]
    assert house.post("Eva", path, version=1, response_id=response("nobody"), reason="?").status_code == 422
    house.take(("Eva", "lock"))
    document = house.get(LOCKED).json["items"][0]["document"]
    assert [(one["reason"], one["decided_by"]) for one in document["exclusions"]] == [
        ("Given by the agent.", "Diego")
    ]
    assert house.get(f"{LOCKED}/verification").json["pending"] == []


def test_what_turns_out_to_be_false_after_the_lock_is_excluded_by_a_restatement(house: House) -> None:
    locked, path = house.lock(), f"{PLANS}/autumn/exclusions"
    asked = house.post("Carla", path, version=1, response_id=response("ana-1"), reason="Given by the agent.")
    assert asked.status_code == 201, asked.text
    restatement = f"{LOCKED}/{locked['id']}/restatement"
    assert house.post("Eva", restatement, reason="One was false.").status_code == 409
    assert (
        house.post("Diego", f"{path}/{asked.json['id']}/decision?version=1", confirm=True).status_code == 200
    )
    (pending,) = house.get(f"{LOCKED}/verification").json["pending"]
    assert pending["now"]["Ana"] < pending["locked"]["Ana"]
    again = house.post("Eva", restatement, reason="One was false.").json["document"]
    paid = {one["name"]: one["difference"] for one in again["result"]}
    assert paid == {"Ana": pending["now"]["Ana"] - pending["locked"]["Ana"], "Bruno": 0}
    assert [one["reason"] for one in again["exclusions"]] == ["Given by the agent."]
    assert house.get(f"{LOCKED}/verification").json["pending"] == []


def test_the_auditors_bundle_verifies_itself_in_a_bare_python(
    house: House, tell: Tell, tmp_path: Path
) -> None:
    first = house.lock()
    tell([submitted("late", csat=1, channel="phone", at=NOON - timedelta(days=2))])
    second = house.post("Eva", f"{LOCKED}/{first['id']}/restatement", reason="An answer came late.").json
    run = unpacked(house, second["id"], tmp_path)
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 scorecards: the chain is whole")
    assert second["hash"] in done.stdout
    text = (tmp_path / "scorecard-00000001.json").read_text(encoding="utf-8")
    (tmp_path / "scorecard-00000001.json").write_text(text.replace("116667", "116668"), encoding="utf-8")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, "NOT VERIFIED" in done.stderr) == (1, True)


def unpaid_for(document: dict[str, Any]) -> None:
    """Ana's first line as if too few had answered."""
    ana = document["result"][0]
    share = ana["lines"][0]
    share.update(position=None, unpaid="too few", percent="0", points="0", amount=0)
    rest = ana["lines"][1]
    ana.update(earned=rest["points"], points=rest["points"], amount=rest["amount"])


def narrower(document: dict[str, Any]) -> None:
    document["findings"][0]["estimate"]["low"] = "0.890000"


def more_answers(document: dict[str, Any]) -> None:
    document["findings"][0]["estimate"]["n"] = 300


def of_another_unit(document: dict[str, Any]) -> None:
    """Bruno is paid for what Ana's customers said."""
    ana = document["result"][0]
    document["result"][1] = {**ana, "name": "Bruno"}
    for line in document["result"][1]["lines"]:
        line["amount"] = round(line["amount"] / 2)
    document["result"][1]["amount"] = sum(line["amount"] for line in document["result"][1]["lines"])


def a_cent_moved(document: dict[str, Any]) -> None:
    """From one line to the other; the sum stays."""
    first, second = document["result"][0]["lines"]
    first["amount"], second["amount"] = first["amount"] + 1, second["amount"] - 1


def more_points(document: dict[str, Any]) -> None:
    document["result"][0]["lines"][0]["points"] = "50"


def earned_more(document: dict[str, Any]) -> None:
    document["result"][0]["earned"] = "149"


def without_facts(document: dict[str, Any]) -> None:
    del document["findings"]


def nothing_to_recoup(document: dict[str, Any]) -> None:
    document["result"][0]["difference"] = 0


@pytest.mark.parametrize(
    "tamper",
    [
        *(unpaid_for, narrower, more_answers, of_another_unit, nothing_to_recoup),
        *(a_cent_moved, more_points, earned_more, without_facts),
    ],
    ids=lambda tamper: str(tamper.__name__),
)
def test_the_bundle_shows_what_was_not_locked_by_the_rules_even_if_its_hash_is_right(
    house: House, tell: Tell, tmp_path: Path, tamper: Callable[[dict[str, Any]], None]
) -> None:
    first = house.lock()
    tell([submitted("late", csat=1, channel="phone", at=NOON - timedelta(days=2))])
    second = house.post("Eva", f"{LOCKED}/{first['id']}/restatement", reason="An answer came late.").json
    run = unpacked(house, second["id"], tmp_path)
    last = tmp_path / "scorecard-00000002.json"
    document = json.loads(last.read_text(encoding="utf-8"))
    assert document["result"][0]["difference"] < 0
    tamper(document)
    body = canonical(document)
    last.write_text(body, encoding="utf-8")
    (tmp_path / "SHA-256").write_text(hash_of(body), encoding="utf-8")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, "NOT VERIFIED" in done.stderr) == (1, True), done.stdout


def immersed(house: House, number: int, person: str = "Ana", **change: Any) -> None:
    sent = {
        "id": str(UUID(int=number)),
        "person": person,
        "kind": "walk",
        "day": (FIRST + timedelta(days=number)).isoformat(),
        "channel": "shop",
        "notes": "Two forms ask for the same.",
    }
    answer = house.post("Eva", "/scoring/v1/immersions", **{**sent, **change})
    assert answer.status_code == 200, answer.text


def test_immersions_count_with_notes_and_channel_and_are_locked_as_they_were_logged(
    house: House, tmp_path: Path
) -> None:
    quota = {"n": 2, "pays_at_most": "80"}
    assert house.post("Eva", PLANS, **plan(key="quota", immersions=quota)).status_code == 200
    immersed(house, 1)
    immersed(house, 2, channel="phone")
    immersed(house, 3, "Bruno")
    immersed(house, 4, "Bruno", notes=None)
    immersed(house, 5, "Bruno", channel=None)
    immersed(house, 6, "Bruno", day=(FIRST - timedelta(days=1)).isoformat())
    card = house.get(f"{PLANS}/quota/scorecard").json
    ana, bruno = card["people"]
    assert ana["immersions"] == {"counted": 2, "needed": 2, "pays_at_most": "80", "met": True}
    assert (ana["amount"], bruno["immersions"]["met"], bruno["amount"]) == (1166_67, False, 400_00)
    assert "se habían acordado 2" in bruno["explanation"]["es"]
    page = Reader.of(house.scoring, "scorecards:read", "immersions:read").read("/scoring/scorecards/quota")
    assert re.findall(r"/scoring/immersions\?person=\w+", page) == [
        "/scoring/immersions?person=Ana",
        "/scoring/immersions?person=Bruno",
    ]
    assert "immersions" not in Reader.of(house.scoring, "scorecards:read").read("/scoring/scorecards/quota")
    for name, step in (
        ("Carla", "approvals"),
        ("Diego", "approvals"),
        ("Eva", "start"),
        ("Eva", "closing"),
        ("Eva", "lock"),
    ):
        assert house.post(name, f"{PLANS}/quota/{step}", version=1).status_code in (200, 201)
    immersed(house, 7, "Bruno")
    assert house.get(f"{LOCKED}/verification").json["pending"] == []
    (locked,) = house.get(LOCKED).json["items"]
    assert [one["channel"] for one in locked["document"]["immersions"]["Ana"]] == ["shop", "phone"]
    run = unpacked(house, locked["id"], tmp_path)
    assert subprocess.run(run, capture_output=True, check=False).returncode == 0
    forged = canonical({**locked["document"], "immersions": {}})
    (tmp_path / "scorecard-00000001.json").write_text(forged, encoding="utf-8")
    (tmp_path / "SHA-256").write_text(hash_of(forged), encoding="utf-8")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, "Ana: immersions" in done.stderr) == (1, True)


def test_a_plan_is_locked_with_the_register_that_was_in_force_when_its_period_was_closed(
    house: House,
) -> None:
    entry = {
        "owner": "Eva",
        "purpose": "experience",
        "counter_measure": "journey_success",
        "review_date": (now().date() + timedelta(days=30)).isoformat(),
    }
    assert house.post("Eva", PLANS, **plan(lines=unowned())).status_code == 200
    readiness = house.get(f"{PLANS}/autumn/readiness?version=2").json
    assert ("owner", "lines.0", False) in [
        (check["check"], check["path"], check["ready"]) for check in readiness["checks"]
    ]
    register(house, "csat", entry)
    register(house, "journey_success", {**entry, "counter_measure": "ces"})
    readiness = house.get(f"{PLANS}/autumn/readiness?version=2").json
    assert readiness["ready"] is True
    for name, step in (("Carla", "approvals"), ("Diego", "approvals"), ("Eva", "start"), ("Eva", "closing")):
        assert house.post(name, f"{PLANS}/autumn/{step}", version=2).status_code == 200
    register(house, "csat", {**entry, "owner": "Diego"})
    assert house.post("Eva", f"{PLANS}/autumn/lock", version=2).status_code == 201
    (locked,) = house.get(LOCKED).json["items"]
    entries = {one["key"]: one for one in locked["document"]["measures"]}
    assert sorted(entries) == ["ces", "csat", "journey_success"]
    assert (entries["csat"]["owner"], entries["csat"]["version"], entries["csat"]["direction"]) == (
        "Eva",
        1,
        "higher is better",
    )
    assert house.get(f"{LOCKED}/verification").json["pending"] == []


def unowned() -> list[dict[str, Any]]:
    return [{**line, "owner": None, "review_on": None} for line in plan()["lines"]]


def register(house: House, key: str, entry: dict[str, Any]) -> None:
    answer = house.scoring.client.put(f"/scoring/v1/measures/{key}", json=entry, headers=house.keys["Eva"])
    assert answer.status_code == 200, answer.text


def unpacked(house: House, scorecard_id: str, folder: Path) -> list[str]:
    """How to verify the bundle, which is in this folder then."""
    bundle = house.get(f"{LOCKED}/{scorecard_id}/bundle")
    with zipfile.ZipFile(io.BytesIO(bundle.data)) as archive:
        archive.extractall(folder)
    return [sys.executable, "-I", "-S", str(folder / "verify.py")]


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ({"kind": "fcr", "slice": {"journey": "leave"}}, "the journey leave is not published"),
        ({"kind": "complaints_given_up", "slice": {"journey": "join"}}, "does not say how to see"),
        ({"kind": "csat", "slice": {"survey": "nobodys"}}, "no survey nobodys was ever published"),
    ],
)
def test_a_guardrail_that_nothing_will_ever_measure_is_refused(
    house: House, measure: dict[str, Any], words: str
) -> None:
    refused = house.post(
        "Eva", PLANS, **plan(guardrails=[{"measure": measure, "limit": "0.5", "pays_at_most": 50}])
    )
    (error,) = refused.json["errors"]
    assert (error["field"], words in error["detail"]) == ("guardrails.0.measure", True)


def test_a_plan_is_simulated_on_periods_before_it_with_the_luck_in_them(house: House) -> None:
    future = {
        "first_day": (YESTERDAY + timedelta(days=1)).isoformat(),
        "last_day": (YESTERDAY + timedelta(days=30)).isoformat(),
    }
    assert house.post("Eva", PLANS, **plan(key="winter", period=future)).status_code == 200
    found = house.get(f"{PLANS}/winter/simulation?periods=2").json
    assert found == house.get(f"{PLANS}/winter/simulation?periods=2").json
    assert [(one["name"], one["amount"]) for one in found["results"]] == [
        ("Ana", 1166_67),
        ("Bruno", 500_00),
        ("Ana", 0),
        ("Bruno", 0),
    ]
    ana, bruno, *nothing = found["results"]
    assert ana["low"] < ana["amount"] < ana["high"]
    assert 0 < bruno["standard_deviation"] < ana["standard_deviation"]
    assert [one["standard_deviation"] for one in nothing] == [0, 0]
    assert 0 < found["share_of_luck"] < 1


def test_validating_says_everything_and_changes_nothing(house: House) -> None:
    bad = plan(key="bad", guardrails=[])
    bad["lines"][1]["expected_n"] = 3
    found = house.post("Eva", f"{PLANS}/validate", **bad).json
    assert found["accepted"] is False
    assert [problem["field"] for problem in found["problems"]] == ["guardrails", "lines.1.expected_n"]
    sound = house.post("Eva", f"{PLANS}/validate", **plan()).json
    assert sound == {"accepted": True, "problems": [], "warnings": []}
    assert house.get(f"{PLANS}/bad").status_code == 404


def test_nobody_is_paid_for_one_thing_by_two_plans_at_once(house: House) -> None:
    """Ana's second plan names her otherwise and pays for satisfaction by phone, which the first pays for too."""
    second = plan(key="second", people=[{**plan()["people"][0], "name": "ANA "}])
    later = {"first_day": (YESTERDAY + timedelta(days=1)).isoformat(), "last_day": "2099-12-31"}
    path = f"{PLANS}/validate"

    def said(**change: Any) -> tuple[bool, list[str], list[str]]:
        found = house.post("Eva", path, **{**second, **change}).json
        told = ([one["detail"] for one in found[name]] for name in ("problems", "warnings"))
        return found["accepted"], *told

    accepted, problems, (warning,) = said()
    assert (accepted, problems) == (True, [])
    assert "Autumn (autumn, " in warning
    assert "only one of the two can go live" in warning
    assert house.post("Eva", PLANS, **second).status_code == 200
    house.take(("Carla", "approvals"), ("Diego", "approvals"), ("Eva", "start"))
    accepted, (problem,), warnings = said()
    assert (accepted, warnings) == (False, [])
    assert "Autumn (autumn, " in problem
    assert "pays for CSAT of channel phone" in problem
    for name in ("Carla", "Diego"):
        assert house.post(name, f"{PLANS}/second/approvals", version=1).status_code == 200
    started = house.post("Eva", f"{PLANS}/second/start", version=1)
    assert (started.status_code, started.json["errors"][0]["field"]) == (422, "people.0.name")
    assert said(period=later) == (True, [], [])
    assert said(people=[{"name": "Carla", "target_bonus": 1, "unit": {"channel": "phone"}}]) == (True, [], [])


def test_a_relationship_survey_that_is_none_is_refused(house: House) -> None:
    lines = plan()["lines"]
    lines[0] = {
        **lines[0],
        "measure": {"kind": "csat", "survey_kind": "relationship", "slice": {"survey": "after-support"}},
    }
    with house.scoring.service.change() as connection:
        connection.execute(
            b"INSERT INTO survey_kinds VALUES ('after-support', 1, 'transactional') ON CONFLICT DO NOTHING"
        )
    refused = house.post("Eva", PLANS, **plan(lines=lines))
    assert [error["field"] for error in refused.json["errors"]] == ["lines.0.measure.survey_kind"]


def test_a_scorecard_goes_into_a_spreadsheet(house: House) -> None:
    answer = house.get(f"{PLANS}/autumn/scorecard.csv")
    assert answer.mimetype == "text/csv"
    head, *rows = answer.text.splitlines()
    assert head.startswith("plan,version,state,first_day,last_day,person,measure,shown,value,low,high,n")
    assert len(rows) == 4
    assert rows[0].startswith(f"autumn,1,draft,{FIRST},{YESTERDAY},Ana,CSAT of channel phone,True,0.9,")


def test_each_step_asks_for_its_own_scope(house: House) -> None:
    reading = house.scoring.key("plans:read", "plans:write", "scorecards:read")
    for step in ("approvals", "lock"):
        assert house.scoring.post(f"{PLANS}/autumn/{step}", {"version": 1}, reading).status_code == 403
