"""The designed journey "join" as it is sent, and touchpoints as the survey service tells them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from shared.events import Event

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
STEPS = ("inform", "declare_interest", "fill_contract", "receive_contract", "connect_portal")
_OWNERS = ("marketing", "sales", "sales", "operations", "digital")


def said(what: str) -> dict[str, str]:
    """The same in every language."""
    return dict.fromkeys(("en", "es", "pt"), what)


def design(**change: Any) -> dict[str, Any]:
    """inform > declare_interest > fill_contract > receive_contract > connect_portal; a stage's type is its key."""
    return {
        "key": "join",
        "languages": ["en", "es", "pt"],
        "name": said("I join"),
        "accountable": "growth",
        "stages": [
            {"key": key, "name": said(key), "owner": owner, "touchpoints": [key]}
            for key, owner in zip(STEPS, _OWNERS, strict=True)
        ],
        "starts": ["inform"],
        "outcome": {
            "statement": said("It works from the first day."),
            "success": ["connect_portal"],
            "exits": ["withdrawn"],
            "revenue": ["invoice.paid"],
            "setup": ["setup.succeeded"],
            "setup_failed": ["setup.failed"],
        },
        "window_days": 60,
        "contacts": ["call_help"],
        "promises": [
            {
                "key": "delivery",
                "name": said("Delivery"),
                "made": ["delivery.promised"],
                "kept": ["receive_contract"],
            }
        ],
        "first_month": {"sale": ["connect_portal"], "follow_up": ["follow_up"], "issues": ["fault"]},
        **change,
    }


def happened(kind: str, day: float = 0, *, who: str = "ana", at: datetime = START, **data: Any) -> Event:
    """`survey.touchpoint.received`: it happened so many days after `at`."""
    told = {
        "source": "crm",
        "id": f"{who} {kind} {day}",
        "type": kind,
        "customer_key": who,
        "journey": "join",
        "attributes": {},
        **data,
    }
    return Event(
        uuid4(), "survey.touchpoint.received", told["id"], at + timedelta(days=day), "request-1", told
    )


def walk(
    *kinds: str, who: str = "ana", from_day: float = 0, at: datetime = START, **data: Any
) -> list[Event]:
    """These things, a day apart."""
    return [happened(kind, from_day + place, who=who, at=at, **data) for place, kind in enumerate(kinds)]
