"""The demo company's incentive plan."""

from datetime import date, timedelta
from typing import Any


def plan_for(today: date) -> dict[str, Any]:
    """A plan for the person who answers for the customers' experience, from two months ago on, for a quarter."""
    first = today - timedelta(days=61)
    pays = {"percent_at_threshold": 40, "percent_at_target": 100, "percent_at_maximum": 150}
    return {
        "key": "cx-lead",
        "title": "Customer experience, demo quarter",
        "person": "Lucía Prats",
        "target_bonus": 1200000,
        "period": {"first_day": first.isoformat(), "last_day": (first + timedelta(days=90)).isoformat()},
        "minimum_n": 30,
        "lines": [
            {
                "measure": {"kind": "nps", "slice": {"survey": "first-month", "journey": "join"}},
                "weight": 30,
                "curve": {"threshold": 0, "target": 20, "maximum": 50, **pays},
            },
            {
                "measure": {"kind": "ces", "slice": {"survey": "after-support"}},
                "weight": 30,
                "curve": {"threshold": "0.60", "target": "0.70", "maximum": "0.90", **pays},
            },
            {
                "measure": {"kind": "csat", "slice": {"survey": "first-month", "journey": "join"}},
                "weight": 20,
                "curve": {"threshold": "0.40", "target": "0.60", "maximum": "0.80", **pays},
            },
            {
                "measure": {"kind": "resolved_share", "slice": {}},
                "weight": 20,
                "curve": {"threshold": "0.50", "target": "0.80", "maximum": "0.95", **pays},
            },
        ],
    }
