"""What Faro's people propose of the way to joining, and what the owners of its stages have said so far."""

from typing import Any

import httpx

_PROPOSALS = "/scoring/v1/journeys/proposals"
# Somebody is to ask how it goes: the first month is where it hurts.
_STAGE = {
    "key": "first_weeks",
    "name": {"en": "My first weeks", "es": "Mis primeras semanas", "pt": "As minhas primeiras semanas"},
    "owner": "support",
    "touchpoints": ["follow_up.made"],
}
_WHY = "Three of four new customers call us in their first month. Nobody calls them."
_SAID = (
    ("marketing", "Good. We can promise that."),
    ("sales", None),
    ("digital", "The portal can ask, too."),
)


def propose(house: httpx.Client, design: dict[str, Any]) -> None:
    """A stage more. Operations and support have not been heard yet."""
    changed = design | {"stages": [*design["stages"], _STAGE]}
    made = house.post(_PROPOSALS, json={"definition": changed, "comment": _WHY}).raise_for_status().json()
    for owner, comment in _SAID:
        decision = {"owner": owner, "approve": True, "comment": comment}
        house.post(f"{_PROPOSALS}/{made['id']}/decisions", json=decision).raise_for_status()
