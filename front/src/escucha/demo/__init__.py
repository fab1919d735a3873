"""Faro, the demo company: made-up surveys, teams, customers and answers, all of them our own."""

import time
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import as_file, files
from itertools import groupby
from typing import Any

import httpx
import yaml

from escucha.demo import incident, journey, morning
from escucha.demo.audit import audit
from escucha.demo.history import responses
from escucha.demo.keys import keep_keys
from escucha.demo.orders import complain_of_late_orders, pay_back_at_once
from escucha.demo.plan import BEFORE, NOW, forecasts, immersions, plan_for, register
from escucha.demo.proposal import propose
from escucha.demo.settle import settle
from escucha.demo.teams import work
from escucha.demo.today import lives_here, visit
from escucha.demo.waiting import wait_for
from escucha.launch.run import Run
from escucha.problem import Problem, first_line
from escucha.publishing import publish_file
from shared import inside
from shared.clock import now

_JOURNEYS = "/scoring/v1/journeys"
# Surveys that Faro took as they come with Escucha.
_TEMPLATES = ("after-sale", "after-interaction", "did-we-fix-it")
_BATCH = 500


def prepare(run: Run, pause: Callable[[float], None] = time.sleep) -> dict[str, Any]:
    """Let the company move into an empty house, and let a customer call: entries for `run.json`.

    It never moves in with a company that is there already. `pause` may end it, before any request, by raising; who
    calls it again goes on.
    """
    keys = keep_keys(run.data_dir)
    moving = run.data_dir / "demo-is-moving-in"  # stands until everything is in, also over a crash
    headers, finance = ({"Authorization": f"Bearer {keys[name]}"} for name in ("operator", "finance"))
    try:
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [lambda _: pause(0)]}
        with inside.client(base_url=run.url, headers=headers, timeout=60, event_hooks=hooks) as house:
            if moving.exists() or not _listed(house, "surveys"):
                moving.touch()
                _publish(house)
                _import(house)
                told = _tell(house)
                morning.begin(house, now())
                complain_of_late_orders(house, now())
                work(house)
                pay_back_at_once(house, finance, now())
                _await_cases(house, told)
                _foresee(house)
                _reward(house)
                settle(house, finance, now().date())
                audit(house, finance)
                _appoint(house)
                moving.unlink()
            demo = _welcome(house, run.url) if lives_here(house) else {}
    except httpx.HTTPError as error:
        raise Problem(f"the demo company could not move in: {first_line(error)}") from error
    return {"keys": keys, "demo": demo}


def _welcome(house: httpx.Client, url: str) -> dict[str, str]:
    scorecards = f"{url}/scoring/scorecards"
    return {
        "survey_link": visit(house),
        "scorecard": f"{scorecards}/{NOW}",
        "locked_scorecard": f"{scorecards}/{BEFORE}",
    }


def _listed(house: httpx.Client, what: str) -> list[dict[str, Any]]:
    page = house.get(f"/survey/v1/{what}", params={"limit": 500}).raise_for_status().json()
    found: list[dict[str, Any]] = page["items"]
    return found


def _publish(house: httpx.Client) -> None:
    with as_file(files("escucha.demo").joinpath("company")) as company:
        brand = yaml.safe_load(company.joinpath("brand.yaml").read_text(encoding="utf-8"))
        house.put("/survey/v1/brand", json=brand).raise_for_status()
        for template in _TEMPLATES:
            survey = house.get(f"/survey/v1/templates/{template}").raise_for_status().json()
            house.post("/survey/v1/surveys", json=survey).raise_for_status()
        for path in sorted(company.joinpath("surveys").glob("*.yaml")):
            publish_file(house, "survey", path)
        for path in sorted(company.joinpath("triggers").glob("*.yaml")):
            publish_file(house, "trigger", path)
        publish_file(house, "rules", company / "rules.yaml")
    designs = house.get(f"{_JOURNEYS}/templates").raise_for_status().json()
    (design,) = (design for design in designs if design["key"] == journey.KEY)
    design |= journey.CHANGES
    house.post(_JOURNEYS, json=design).raise_for_status()
    propose(house, design)


def _foresee(house: httpx.Client) -> None:
    """Whoever joined and has not said how it was is listed, if it went like for those who would not recommend Faro."""
    programme = {"from_probability": 0.3, "holdout_share": 0.2}
    house.put(f"/scoring/v1/at-risk/programmes/{journey.KEY}", json=programme).raise_for_status()
    house.post("/scoring/v1/at-risk/models", json={"journey": journey.KEY}).raise_for_status()


def _reward(house: httpx.Client) -> None:
    """Once scoring has heard of the surveys and journeys that the plan is about."""
    today = now().date()
    for measure, entry in register(today).items():
        house.put(f"/scoring/v1/measures/{measure}", json=entry).raise_for_status()
    for immersion in immersions(today):
        house.post("/scoring/v1/immersions", json=immersion).raise_for_status()
    for forecast in forecasts(today):
        house.post("/scoring/v1/forecasts", json=forecast).raise_for_status()
    house.post("/scoring/v1/plans", json=plan_for(today)).raise_for_status()


def _appoint(house: httpx.Client) -> None:
    """Now that there is something to tell: their first digest goes out at once."""
    with as_file(files("escucha.demo").joinpath("company")) as company:
        publish_file(house, "executives", company / "executives.yaml")


def _import(house: httpx.Client) -> None:
    moment = now() - timedelta(minutes=5)
    house.post("/survey/v1/customers", json={"customers": incident.customers()}).raise_for_status()
    about_joining = sorted((row for way in journey.ways(moment) for row in way.answers), key=_survey)
    for survey, rows in groupby(
        [*responses(moment), *incident.complaints(moment), *about_joining], key=_survey
    ):
        body = {"survey": survey, "source": "demo", "rows": [row for _, row in rows]}
        answer = house.post("/survey/v1/responses", json=body).raise_for_status().json()
        if answer["rejected"]:
            raise Problem(f"the demo's own answers were rejected: {answer['rejected'][0]}")


def _tell(house: httpx.Client) -> int:
    """How many touchpoints were told. No trigger asks anybody about them: they are long past."""
    moment = now() - timedelta(minutes=5)
    touchpoints = [touchpoint for way in journey.ways(moment) for touchpoint in way.touchpoints]
    for first in range(0, len(touchpoints), _BATCH):
        batch = touchpoints[first : first + _BATCH]
        house.post("/survey/v1/touchpoints", json=batch).raise_for_status()
    return len(touchpoints)


def _await_cases(house: httpx.Client, touchpoints: int) -> None:
    """What is locked holds all that is known; and who has seen all touchpoints has seen the answers before them."""
    graph = f"{_JOURNEYS}/{journey.KEY}/graph"
    wait_for(
        touchpoints,
        lambda: house.get(graph).raise_for_status().json().get("touchpoints") or 0,
        "the demo company's journeys were not counted",
    )


def _survey(answer: tuple[str, dict[str, Any]]) -> str:
    return answer[0]
