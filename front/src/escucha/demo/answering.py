"""Customers who answer by the link that they were handed."""

from collections.abc import Mapping
from typing import Any

import httpx

from shared import inside


def tell_and_answer(
    house: httpx.Client, touchpoints: list[dict[str, Any]], said: Mapping[str, Mapping[str, Any]]
) -> None:
    """Tell of the touchpoints, and send by its link what was `said` about each, by the touchpoint's id."""
    told = house.post("/survey/v1/touchpoints", json=touchpoints).raise_for_status().json()
    with inside.client(timeout=house.timeout) as customers:
        for link in told["links"]:
            if answers := said.get(link["touchpoint_id"]):
                customers.post(link["link"], data=dict(answers)).raise_for_status()
