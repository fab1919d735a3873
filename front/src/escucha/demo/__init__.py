"""Faro, the demo company: made-up surveys, teams, customers and answers, all of them our own."""

from datetime import timedelta
from importlib.resources import as_file, files
from itertools import groupby
from typing import Any

import httpx

from escucha.demo.history import responses
from escucha.demo.keys import keep_keys
from escucha.demo.plan import plan_for
from escucha.demo.today import visit
from escucha.launch.run import Run
from escucha.problem import Problem
from escucha.publishing import publish_file
from shared.clock import now


def prepare(run: Run) -> dict[str, Any]:
    """Let the company move in, once, and give it a customer who has just called: entries for `run.json`.

    Every step may run again: what is there stays as it is.
    """
    keys = keep_keys(run.data_dir)
    headers = {"Authorization": f"Bearer {keys['operator']}"}
    try:
        with httpx.Client(base_url=run.url, headers=headers, timeout=60) as house:
            _publish(house)
            _import(house)
            link = visit(house)
    except httpx.HTTPError as error:
        raise Problem(f"the demo company could not move in: {error}") from error
    return {"keys": keys, "demo": {"survey_link": link, "scorecard": f"{run.url}/scoring/scorecards/cx-lead"}}


def _publish(house: httpx.Client) -> None:
    with as_file(files("escucha.demo").joinpath("company")) as company:
        for path in sorted(company.joinpath("surveys").glob("*.yaml")):
            publish_file(house, "survey", path)
        for path in sorted(company.joinpath("triggers").glob("*.yaml")):
            publish_file(house, "trigger", path)
        publish_file(house, "rules", company / "rules.yaml")
    plans = house.get("/scoring/v1/plans").raise_for_status().json()
    if not any(plan["key"] == "cx-lead" for plan in plans):
        house.post("/scoring/v1/plans", json=plan_for(now().date())).raise_for_status()


def _import(house: httpx.Client) -> None:
    for survey, rows in groupby(responses(now() - timedelta(minutes=5)), key=lambda item: item[0]):
        body = {"survey": survey, "source": "demo", "rows": [row for _, row in rows]}
        answer = house.post("/survey/v1/responses", json=body).raise_for_status().json()
        if answer["rejected"]:
            raise Problem(f"the demo's own answers were rejected: {answer['rejected'][0]}")
