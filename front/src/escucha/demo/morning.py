"""This morning at the demo company: cases were closed, and others have had their first month.

Who called is handed a link, and not everybody answers. Who has had a month is written to, if there is an address:
sales left it out of every second contract, where others hardly forget any.
"""

import random
from datetime import datetime, timedelta
from typing import Any

import httpx

from escucha.demo.answering import tell_and_answer
from escucha.demo.history import scores
from escucha.demo.touchpoints import touchpoint

_SEED = 20261123
_SURVEY = "after-support"
_ANSWER = 0.42
# How many cases each team closed, and how happy the people were.
_CLOSED = (
    ({"journey": "complain", "stage": "resolve", "owner": "support"}, 45, 0.72),
    ({"journey": "use", "stage": "repair", "owner": "network"}, 30, 0.62),
)
# Of how many the first month is over whom each team signed up, and one in how many has no address.
_MONTHS = (("sales", 40, 2), ("installation", 40, 20))


def begin(house: httpx.Client, moment: datetime) -> None:
    """Tell of all this, and answer for those who do."""
    closed, said = _calls(moment - timedelta(hours=1))
    tell_and_answer(house, closed + _months(moment - timedelta(hours=1)), said)


def _calls(at: datetime) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The cases, and what was answered about each, by its id; the same each time."""
    chance = random.Random(_SEED)  # noqa: S311  a made-up company, not a secret
    closed: list[dict[str, Any]] = []
    said: dict[str, dict[str, Any]] = {}
    for place, n, happiness in _CLOSED:
        for _ in range(n):
            number = 2201 + len(closed)
            customer = {"key": f"c-{number}", "language": chance.choice(("es", "es", "en", "pt"))}
            context = {**place, "channel": "phone", "segment": "home"}
            closed.append(touchpoint(f"case-{number}", "support.case.closed", at, customer, context))
            if chance.random() < _ANSWER:
                said[f"case-{number}"] = scores(chance, _SURVEY, happy=chance.random() < happiness)
    return closed, said


def _months(at: datetime) -> list[dict[str, Any]]:
    """Each team's customers, those without an address spread evenly among them."""
    ends: list[dict[str, Any]] = []
    for owner, n, forgotten in _MONTHS:
        for place in range(n):
            number = 2301 + len(ends)
            customer = {"key": f"c-{number}", "language": "es"}
            if place % forgotten:
                customer["email"] = f"customer-{number}@example.com"
            context = {"channel": "shop", "owner": owner, "segment": "home"}
            ends.append(touchpoint(f"month-{number}", "contract.month_completed", at, customer, context))
    return ends
