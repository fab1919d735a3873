"""Settle the plan whose period is over: two people approve, and finance locks. Nobody decides about their own pay."""

from datetime import date

import httpx

from escucha.demo.plan import BEFORE, plan_before

_PLANS = "/scoring/v1/plans"
# What comes next, by where the plan stands.
_NEXT = {"draft": "approvals", "approved": "start", "live": "closing", "provisional": "lock"}


def settle(house: httpx.Client, finance: dict[str, str], today: date) -> None:
    """From nothing, or from wherever it stands, to a locked scorecard.

    `house` speaks for the operator, `finance` are the headers of the second person.
    """
    path = f"{_PLANS}/{BEFORE}"
    if house.get(path).status_code == httpx.codes.NOT_FOUND:
        house.post(_PLANS, json=plan_before(today)).raise_for_status()
    while (plan := house.get(path).raise_for_status().json())["state"] != "locked":
        state = plan["state"]
        second = state == "provisional" or (state == "draft" and plan["steps"])
        house.post(
            f"{path}/{_NEXT[state]}",
            json={"version": plan["version"]},
            headers=finance if second else None,
        ).raise_for_status()
