"""Ana's way into the company: the designed journey that the tests know, and what happened on it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from scoring.domain.journeys import FirstMonth, Journey, Outcome, Promise, Stage
from scoring.domain.touchpoints import Touchpoint

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
STEPS = ("inform", "declare_interest", "fill_contract", "receive_contract", "connect_portal")
_OWNERS = ("marketing", "sales", "sales", "operations", "digital")


def said(what: str) -> dict[str, str]:
    """The same in every language."""
    return dict.fromkeys(("en", "es", "pt"), what)


def join(**change: Any) -> Journey:
    """inform > declare_interest > fill_contract > receive_contract > connect_portal; each stage's type is its key."""
    stages = tuple(Stage(key, said(key), owner) for key, owner in zip(STEPS, _OWNERS, strict=True))
    known: dict[str, Any] = {
        "key": "join",
        "languages": ("en", "es", "pt"),
        "name": said("I join"),
        "accountable": "growth",
        "stages": stages,
        "starts": ("inform",),
        "outcome": Outcome(
            said("It works from the first day."),
            success=("connect_portal",),
            exits=("withdrawn",),
            revenue=("invoice.paid",),
            setup=("setup.succeeded",),
            setup_failed=("setup.failed",),
        ),
        "window_days": 60,
        "contacts": ("call_help",),
        "promises": (Promise("delivery", said("Delivery"), ("delivery.promised",), ("receive_contract",)),),
        "first_month": FirstMonth(("connect_portal",), ("follow_up",), ("fault",)),
        **change,
    }
    return Journey(**known)


def happened(kind: str, day: float = 0, *, who: str = "ana", **more: Any) -> Touchpoint:
    """Something that happened so many days after START."""
    known = {
        "customer_key": who,
        "source": "crm",
        "id": f"{who} {kind} {day}",
        "type": kind,
        "at": START + timedelta(days=day),
        "journey": "join",
        **more,
    }
    return Touchpoint(**known)


def walk(*kinds: str, who: str = "ana", from_day: float = 0, step: float = 1) -> list[Touchpoint]:
    """These things, a day apart."""
    return [happened(kind, from_day + place * step, who=who) for place, kind in enumerate(kinds)]
