"""Ana's incentive plan as it is sent."""

from typing import Any

CURVE = {
    "threshold": 30,
    "target": "40",
    "maximum": 60.0,
    "percent_at_threshold": 40,
    "percent_at_target": 100,
    "percent_at_maximum": 150,
}
SHARES = {**CURVE, "threshold": 0.6, "target": "0.70", "maximum": 0.8}
# What is said of every line: enough answers to tell its target from its threshold, and an owner.
SOUND = {"expected_n": 1000, "review_on": "2099-12-31", "owner": "Eva"}


def plan(**change: Any) -> dict[str, Any]:
    """CSAT by phone for 30, NPS of joining for 20, resolved feedback for 20, successful joining for 30."""
    return {
        "key": "ana-2026-q4",
        "title": "Customer experience, fourth quarter",
        "people": [{"name": "Ana", "target_bonus": 100000}],
        "period": {"first_day": "2026-10-01", "last_day": "2026-12-31"},
        "minimum_n": 30,
        "lines": [
            {
                "measure": {"kind": "nps", "slice": {"journey": "join"}},
                "weight": 20,
                "curve": dict(CURVE),
                **SOUND,
            },
            {
                "measure": {"kind": "csat", "slice": {"channel": "phone"}},
                "weight": "30",
                "curve": dict(SHARES),
                **SOUND,
            },
            {"measure": {"kind": "resolved_share"}, "weight": 20.0, "curve": dict(SHARES), **SOUND},
            {
                "measure": {"kind": "journey_success", "slice": {"journey": "join"}},
                "weight": 30,
                "curve": dict(SHARES),
                **SOUND,
            },
        ],
        "guardrails": [
            {
                "measure": {"kind": "ces", "slice": {"journey": "join"}},
                "limit": "0.5",
                "pays_at_most": 80,
            }
        ],
        **change,
    }
