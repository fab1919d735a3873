"""What happens at the demo company today: a few contacts, each leading to a survey."""

from typing import Any

import httpx

from escucha.demo.touchpoints import touchpoint
from shared.clock import now

# All of them made up; the addresses are in a domain that is reserved for examples.
_CALLERS = (
    ("c-2001", "Ana Robles", "ana.robles@example.com", "es"),
    ("c-2002", "Bruno Castilho", "bruno.castilho@example.com", "pt"),
    ("c-2003", "Carla Meyer", "carla.meyer@example.com", "en"),
    ("c-2004", "Diego Ruiz", None, "es"),
)
_PLACE = {"journey": "complain", "stage": "resolve", "owner": "support", "segment": "home"}


def lives_here(house: httpx.Client) -> bool:
    """Whether the demo company has moved in: other companies' customers are real."""
    page = house.get("/survey/v1/triggers", params={"limit": 500}).raise_for_status().json()
    return any(trigger["key"] == "after-support-by-link" for trigger in page["items"])


def visit(house: httpx.Client) -> str:
    """Close a case of each customer and return the survey link of the one who has just called; a new one each time."""
    moment = now()
    written = [
        _case(
            f"{moment:%Y%m%d}-{key}", "web", {"key": key, "name": name, "email": email, "language": language}
        )
        for key, name, email, language in _CALLERS
    ]
    # Somebody else each time: nobody is asked again so soon.
    visitor = {"key": f"c-{moment:%Y%m%d%H%M%S%f}", "name": "Elena Sanz", "language": "en"}
    called = _case(visitor["key"], "phone", visitor)
    answer = house.post("/survey/v1/touchpoints", json=[*written, called]).raise_for_status().json()
    link: str = answer["links"][0]["link"]
    return link


def _case(number: str, channel: str, customer: dict[str, Any]) -> dict[str, Any]:
    return touchpoint(
        f"case-{number}",
        "support.case.closed",
        now(),
        customer,
        {**_PLACE, "channel": channel},
        {"product": "fibre 600", "agent": "grace"},
    )
