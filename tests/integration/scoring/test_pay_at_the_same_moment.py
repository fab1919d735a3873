"""What is decided about pay while something else happens is decided as if one had come after the other."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg import Connection

from integration.front.waiting import wait_until
from integration.scoring.conftest import Tell
from integration.scoring.test_at_risk import WAITING
from integration.scoring.test_locked_scorecards import NOON, PLANS, House, house, plan, response
from scoring.domain.plans import Plan
from scoring.domain.problems import Problem
from scoring.store import rollups
from scoring.use_cases.check_plan import check_plan
from support.told import corrected

__all__ = ["house"]


def test_an_excluded_answer_that_is_corrected_meanwhile_is_taken_out_as_it_is_counted(
    house: House, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ana's 27 of 30: one of the 27 turns into the fourth of the others and is left out, which leaves 26 of 29."""
    house.close()
    path = f"{PLANS}/autumn/exclusions"
    asked = house.post("Carla", path, version=1, response_id=response("ana-0"), reason="Given by the agent.")
    decision = f"{path}/{asked.json['id']}/decision?version=1"
    assert house.post("Diego", decision, confirm=True).status_code == 200
    news = [corrected("ana-0", 2, csat=1, channel="phone", at=NOON - timedelta(days=5))]
    groups = rollups.groups

    def after_the_news(*arguments: Any) -> Any:
        if news:
            tell([news.pop()])
        return groups(*arguments)

    monkeypatch.setattr(rollups, "groups", after_the_news)
    line = house.get(f"{PLANS}/autumn/scorecard").json["people"][0]["lines"][0]
    assert news == []
    assert (line["measured"]["n"], round(line["measured"]["value"], 4)) == (29, 0.8966)
    assert (line["with_excluded"]["n"], round(line["with_excluded"]["value"], 4)) == (30, 0.8667)


def test_two_plans_that_pay_for_the_same_do_not_go_live_at_the_same_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = plan(key="second", people=[{**plan()["people"][0], "name": "ANA "}])
    assert house.post("Eva", PLANS, **second).status_code == 200
    for key in ("autumn", "second"):
        for name in ("Carla", "Diego"):
            assert house.post(name, f"{PLANS}/{key}/approvals", version=1).status_code == 200
    meanwhile: list[Future[Any]] = []

    def start(key: str) -> Any:
        return house.post("Eva", f"{PLANS}/{key}/start", version=1)

    def waits_or_is_done() -> bool:
        with house.scoring.service.read() as connection:
            return meanwhile[0].done() or connection.execute(WAITING).fetchone() == (1,)

    with ThreadPoolExecutor(1) as somebody:

        def while_the_second_starts(connection: Connection, checked: Plan, moment: datetime) -> list[Problem]:
            found = check_plan(connection, checked, moment)
            if checked.key == "autumn":
                meanwhile.append(somebody.submit(start, "second"))
                wait_until(waits_or_is_done)
            return found

        monkeypatch.setattr("scoring.api.plan_steps.check_plan", while_the_second_starts)
        assert start("autumn").status_code == 200
    refused = meanwhile[0].result()
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "people.0.name")
