"""Ana's incentive plan as it is sent."""

from typing import Any

CURVE = {
    "threshold": 30,
    "target": "40",
    "maximum": 60.0,
    "percent_at_threshold": 40,
    "percent_at_target": 100,
    "percent_at_maximum": 160,
}
SHARES = {**CURVE, "threshold": 0.6, "target": "0.70", "maximum": 0.8}


def plan(**change: Any) -> dict[str, Any]:
    """NPS of joining for half of the bonus, CSAT by phone for 30, resolved feedback for 20."""
    return {
        "key": "ana-2026-q4",
        "title": "Customer experience, fourth quarter",
        "person": "Ana",
        "target_bonus": 100000,
        "period": {"first_day": "2026-10-01", "last_day": "2026-12-31"},
        "minimum_n": 30,
        "lines": [
            {"measure": {"kind": "nps", "slice": {"journey": "join"}}, "weight": 50, "curve": dict(CURVE)},
            {
                "measure": {"kind": "csat", "slice": {"channel": "phone"}},
                "weight": "30",
                "curve": dict(SHARES),
            },
            {"measure": {"kind": "resolved_share"}, "weight": 20.0, "curve": dict(SHARES)},
        ],
        **change,
    }
