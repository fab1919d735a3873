"""Executives of the tests: Max hears of everything, Rosa of the journey "join"; and what they were sent."""

from datetime import datetime
from typing import Any

from feedback_router.use_cases.send_digests import send_digests
from feedback_router.use_cases.write_to_executives import write_to_executives
from support.apps import Running

MAX = {
    "key": "max",
    "name": "Max",
    "email": "max@company.example",
    "language": "en",
    "time_zone": "Europe/Madrid",
    "hour": 8,
    "journeys": [],
}
ROSA = {**MAX, "key": "rosa", "name": "Rosa", "email": "rosa@company.example", "language": "pt"}
ROSA_OF_JOINING = {**ROSA, "journeys": ["join"]}

CRITICAL = "The technician left bare live wires and my daughter got an electric shock. We are in danger."


def appoint(router: Running, *executives: dict[str, Any]) -> Any:
    """Put these executives in force."""
    answer = router.post(
        "/router/v1/executives", {"executives": list(executives)}, router.key("executives:write")
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def send(router: Running, at: datetime) -> int:
    """Send the digests that are due at this moment."""
    return send_digests(router.service.change, router.service.settings, now=at)


def write(router: Running, at: datetime) -> int:
    """Write to the executives for whom something critical waits at this moment."""
    return write_to_executives(router.service.change, router.service.settings, now=at)


def mail(router: Running, kind: str) -> list[dict[str, Any]]:
    """The mail of this kind that was laid out, the oldest first."""
    with router.service.read() as connection:
        rows = connection.execute(
            "SELECT body FROM messages WHERE kind = %s ORDER BY created_at, id", (kind,)
        )
        return [row[0] for row in rows]
