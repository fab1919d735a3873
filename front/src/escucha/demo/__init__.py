"""Faro, the demo company: made-up surveys, teams, customers and answers, all of them our own."""

from datetime import timedelta
from importlib.resources import as_file, files
from itertools import groupby
from typing import Any

import httpx

from escucha.demo.history import responses
from escucha.demo.keys import keep_keys
from escucha.demo.plan import plan_for
from escucha.demo.teams import work
from escucha.demo.today import visit
from escucha.launch.run import Run
from escucha.problem import Problem
from escucha.publishing import publish_file
from shared.clock import now


def prepare(run: Run) -> dict[str, Any]:
    """Let the company move into an empty house, and let a customer call: entries for `run.json`.

    It never moves in with a company that is there already.
    """
    keys = keep_keys(run.data_dir)
    moving = run.data_dir / "demo-is-moving-in"  # stands until everything is in, also over a crash
    headers = {"Authorization": f"Bearer {keys['operator']}"}
    try:
        with httpx.Client(base_url=run.url, headers=headers, timeout=60) as house:
            if moving.exists() or not _listed(house, "surveys"):
                moving.touch()
                _publish(house)
                _import(house)
                work(house)
                moving.unlink()
            lives_here = any(
                trigger["key"] == "after-support-by-link" for trigger in _listed(house, "triggers")
            )
            demo = _welcome(house, run.url) if lives_here else {}
    except httpx.HTTPError as error:
        raise Problem(f"the demo company could not move in: {error}") from error
    return {"keys": keys, "demo": demo}


def _welcome(house: httpx.Client, url: str) -> dict[str, str]:
    return {"survey_link": visit(house), "scorecard": f"{url}/scoring/scorecards/cx-lead"}


def _listed(house: httpx.Client, what: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.get(f"/survey/v1/{what}").raise_for_status().json()
    return found


def _publish(house: httpx.Client) -> None:
    with as_file(files("escucha.demo").joinpath("company")) as company:
        for path in sorted(company.joinpath("surveys").glob("*.yaml")):
            publish_file(house, "survey", path)
        for path in sorted(company.joinpath("triggers").glob("*.yaml")):
            publish_file(house, "trigger", path)
        publish_file(house, "rules", company / "rules.yaml")
    house.post("/scoring/v1/plans", json=plan_for(now().date())).raise_for_status()


def _import(house: httpx.Client) -> None:
    for survey, rows in groupby(responses(now() - timedelta(minutes=5)), key=lambda item: item[0]):
        body = {"survey": survey, "source": "demo", "rows": [row for _, row in rows]}
        answer = house.post("/survey/v1/responses", json=body).raise_for_status().json()
        if answer["rejected"]:
            raise Problem(f"the demo's own answers were rejected: {answer['rejected'][0]}")
