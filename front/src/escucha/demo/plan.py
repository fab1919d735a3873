"""The demo company's incentive plans: one that is over, and one that runs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

BEFORE = "cx-lead-before"
NOW = "cx-lead"

_OWNER = "Lucía Prats"
_IMMERSIONS = UUID("4c1f0f5e-5c0e-4c55-9d6c-0d7f3e6d8a21")
_PEOPLE = [{"name": _OWNER, "target_bonus": 1200000}]
_PAYS = {"percent_at_threshold": 40, "percent_at_target": 100, "percent_at_maximum": 150}
_FIRST_MONTH = {"survey": "first-month", "journey": "join"}


def plan_for(today: date) -> dict[str, Any]:
    """A plan for the person who answers for the customers' experience, from a month ago on, for a quarter: a draft."""
    first = today - timedelta(days=30)
    last = first + timedelta(days=90)
    return {
        "key": NOW,
        "title": "Customer experience, demo quarter",
        "people": _PEOPLE,
        "period": {"first_day": first.isoformat(), "last_day": last.isoformat()},
        "minimum_n": 30,
        "lines": [
            _line(today, 20, "nps", _FIRST_MONTH, marks=("0", "30", "60"), expected_n=130),
            _line(
                today, 30, "ces", {"survey": "after-support"}, marks=("0.60", "0.75", "0.90"), expected_n=200
            ),
            _line(today, 20, "resolved_share", {}, marks=("0.50", "0.80", "0.95"), expected_n=100),
            _line(
                today,
                30,
                "journey_success",
                {"journey": "join"},
                marks=("0.50", "0.70", "0.90"),
                expected_n=100,
            ),
        ],
        "guardrails": [_satisfied_at_least("0.40")],
        "immersions": {"n": 3, "pays_at_most": "80"},
    }


def register(today: date) -> dict[str, dict[str, Any]]:
    """Who answers for the measures that Faro pays on, and what each must be seen beside."""
    beside = {
        "nps": "journey_success",
        "ces": "journey_success",
        "resolved_share": "csat",
        "fcr": "csat",
        "journey_success": "csat",
    }
    entry = {
        "owner": _OWNER,
        "purpose": "experience",
        "review_date": (today + timedelta(days=180)).isoformat(),
    }
    return {key: {**entry, "counter_measure": counter} for key, counter in beside.items()}


def immersions(today: date) -> list[dict[str, Any]]:
    """How the person who is paid went and looked, since the plan began."""
    looked = (
        (21, "walk", "shop", "I signed up in a shop. The contract came as a link that my phone refused."),
        (
            12,
            "conversation",
            "phone",
            "An hour on the line: four of nine callers asked where their router was.",
        ),
        (4, "walk", "web", "I moved house on our own portal. It asked twice for an address that it had."),
    )
    return [
        {
            "id": str(uuid5(_IMMERSIONS, f"{today} {days}")),
            "person": _OWNER,
            "kind": kind,
            "day": (today - timedelta(days=days)).isoformat(),
            "channel": channel,
            "journey": "join",
            "notes": notes,
        }
        for days, kind, channel, notes in looked
    ]


def forecasts(today: date) -> list[dict[str, Any]]:
    """What the person who is paid expects of the month that begins tomorrow: more than customers have said so far."""
    first = today + timedelta(days=1)
    period = {"first_day": first.isoformat(), "last_day": (first + timedelta(days=29)).isoformat()}
    expected = (("nps", _FIRST_MONTH, "35"), ("journey_success", {"journey": "join"}, "0.75"))
    return [
        {
            "person": _OWNER,
            "measure": {"kind": kind, "slice": slice_},
            "period": period,
            "value": value,
        }
        for kind, slice_, value in expected
    ]


def plan_before(today: date) -> dict[str, Any]:
    """The plan of the two months before, whose period is over."""
    first = today - timedelta(days=90)
    last = today - timedelta(days=31)
    return {
        "key": BEFORE,
        "title": "Customer experience, the two months before",
        "people": _PEOPLE,
        "period": {"first_day": first.isoformat(), "last_day": last.isoformat()},
        "minimum_n": 30,
        "lines": [
            _line(
                today, 30, "ces", {"survey": "after-support"}, marks=("0.50", "0.70", "0.90"), expected_n=100
            ),
            _line(today, 30, "fcr", {"journey": "join"}, marks=("0.50", "0.70", "0.90"), expected_n=100),
            _line(
                today,
                40,
                "journey_success",
                {"journey": "join"},
                marks=("0.30", "0.50", "0.70"),
                expected_n=100,
            ),
        ],
        "guardrails": [_satisfied_at_least("0.30")],
    }


def _line(
    today: date,
    weight: int,
    kind: str,
    slice_: dict[str, str],
    *,
    marks: tuple[str, str, str],
    expected_n: int,
) -> dict[str, Any]:
    """`marks` are threshold, target and maximum."""
    return {
        "measure": {"kind": kind, "slice": slice_},
        "weight": weight,
        "curve": {**dict(zip(("threshold", "target", "maximum"), marks, strict=True)), **_PAYS},
        "expected_n": expected_n,
        "review_on": (today + timedelta(days=180)).isoformat(),
        "owner": _OWNER,
    }


def _satisfied_at_least(limit: str) -> dict[str, Any]:
    return {"measure": {"kind": "csat", "slice": _FIRST_MONTH}, "limit": limit, "pays_at_most": 80}
