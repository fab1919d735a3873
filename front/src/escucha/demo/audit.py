"""Faro's finance looks for gaming in the plan that runs: sales forgets to ask for every second address."""

import httpx

from escucha.demo.plan import NOW
from escucha.demo.waiting import wait_for


def audit(house: httpx.Client, finance: dict[str, str]) -> None:
    """Once scoring has heard of this morning: its answers came after whoever was asked, and whoever was not."""
    wait_for(1, lambda: _answered(house), "the demo company's morning did not reach the scores")
    look = house.post("/scoring/v1/audits/gaming", json={"plan": NOW}, headers=finance)
    look.raise_for_status()


def _answered(house: httpx.Client) -> int:
    """1 once answers to this morning's calls are counted."""
    asked = {"measure": "response_rate", "owner": "network"}
    found = house.get("/scoring/v1/scores", params=asked).raise_for_status().json()
    rates = [rate for total in found["totals"] for rate in total["statistics"]]
    return int(any(rate["shown"] and rate["value"] > 0 for rate in rates))
