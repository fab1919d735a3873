"""Teams with people: Ana and Bea bill, Nuria mends the network, Tomás sorts; Eva is above billing, Max above all."""

from typing import Any

from support.complaints import BOOK

ALWAYS_OPEN = {
    "time_zone": "Europe/Madrid",
    "hours": [
        {
            "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            "opens": "00:00",
            "closes": "24:00",
        }
    ],
}


def person(key: str, language: str = "en") -> dict[str, Any]:
    """Somebody with an address."""
    return {"key": key, "name": key.title(), "email": f"{key}@company.example", "language": language}


def _team(
    key: str, owners: list[dict[str, Any]], escalation: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    return {
        "key": key,
        "name": key.title(),
        "description": key,
        "owners": owners,
        "escalation": list(escalation),
        "calendar": ALWAYS_OPEN,
        "service_levels": [{"severity": 0, "acknowledge_hours": 8, "resolve_hours": 40}],
        "escalate_after_hours": 4,
    }


# Open day and night, so that due times are plain to see: eight hours to look, forty to resolve, four between alarms.
STAFFED: dict[str, Any] = {
    **BOOK,
    "teams": [
        _team("billing", [person("ana", "es"), person("bea")], (person("eva"),)),
        _team("network", [person("nuria", "pt")]),
        _team("triage", [person("tomas")]),
    ],
    "executive": person("max"),
    "triage_alarm": 3,
}
