"""A plan that was locked by the second rules, with everything that was told of it before and afterwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.domain.immersions import Immersion, ImmersionKind
from scoring.domain.plan_definitions import from_definition
from scoring.domain.plan_states import PlanAction, PlanStep
from scoring.store import immersions, plans
from shared.events import Event
from support.journeys import START, STEPS, design, walk
from support.told import reopened, resolved, routed, several, submitted

DAY = timedelta(days=1)
CLOSED = datetime(2026, 10, 2, 12, tzinfo=UTC)
LOCKED = CLOSED + 3 * DAY
ROUTED = START + 5 * DAY
JOURNEY = design(complaint_page={"opened": ["page.opened"], "sent": ["page.sent"]})
_SCALE = {"definition": "rating-1-10-higher", "low": 1, "high": 10, "direction": "higher"}
_PACE = {"question": "pace", "type": "rating", "value": 8, **_SCALE}


def _customers(name: str, n: int, *kinds: str, from_day: float = 0) -> list[Event]:
    return [event for number in range(n) for event in walk(*kinds, who=f"{name}-{number}", from_day=from_day)]


def _solved(first: int, last: int, at: datetime) -> list[Event]:
    return [resolved(f"bill-{number}", at=ROUTED, after=at - ROUTED) for number in range(first, last)]


UNTIL_CLOSED = [
    *(submitted(f"pace-{number}", at=START, ratings=[_PACE]) for number in range(12)),
    *several("csat", [5] * 25 + [1] * 5, score="csat", at=START),
    *_customers("done", 20, "inform", "setup.succeeded", *STEPS[1:]),
    *_customers("left", 8, "inform", "setup.failed", "page.opened", "page.sent", "withdrawn"),
    *_customers("open", 10, "inform", "declare_interest", "page.opened"),
    *(routed(f"bill-{number}", at=ROUTED) for number in range(20)),
    *_solved(0, 12, ROUTED + DAY),
]
UNTIL_LOCKED = [
    *_customers("open", 4, "page.sent", "setup.succeeded", "connect_portal", from_day=31),
    *_solved(12, 15, CLOSED + DAY),
]
AFTERWARDS = [
    *(
        event
        for number in range(4, 10)
        for event in walk("page.sent", "setup.failed", "withdrawn", who=f"open-{number}", from_day=40)
    ),
    *(reopened(f"bill-{number}", at=LOCKED + DAY) for number in range(2, 15)),
    *_solved(8, 18, LOCKED + 2 * DAY),
]
LATE = [
    submitted("pace-late", at=START, ratings=[_PACE]),
    *_solved(16, 17, ROUTED + 2 * DAY),
    *_customers("open", 5, "connect_portal", from_day=20)[4:],
]

# Straight from 0 to all that there is, so that whatever is measured otherwise pays otherwise.
_UP = {"percent_at_threshold": "0", "percent_at_target": "100", "percent_at_maximum": "150"}


def _line(kind: str, weight: str, marks: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    pays_on, place = more.pop("pays_on", "value"), more.pop("slice", {})
    threshold, target, maximum = marks
    return {
        "measure": {"kind": kind, "survey_kind": "transactional", "slice": place, **more},
        "weight": weight,
        "curve": {"threshold": threshold, "target": target, "maximum": maximum, **_UP},
        "expected_n": 10,
        "review_on": None,
        "owner": "Eva",
        "pays_on": pays_on,
        "shared": True,
    }


_JOIN = {"slice": {"journey": "join"}}
DEFINITION = {
    "key": "autumn",
    "title": "Autumn",
    "people": [{"name": "Ana", "target_bonus": 1000000, "unit": {}}],
    "period": {"first_day": "2026-09-01", "last_day": "2026-09-30"},
    "minimum_n": 5,
    "minimum_response_rate": None,
    "cap": "150",
    "lines": [
        _line(
            "rating",
            "20",
            ("5", "9", "10"),
            question="pace",
            definition="rating-1-10-higher",
            pays_on="lower_bound",
        ),
        _line("journey_success", "20", ("0.1", "0.9", "1"), **_JOIN),
        _line("time_to", "20", ("60", "2", "1"), milestone="success", **_JOIN),
        _line("setup_success", "20", ("0.1", "0.9", "1"), **_JOIN),
        _line("resolved_share", "20", ("0.1", "0.9", "1")),
    ],
    "guardrails": [
        {
            "measure": {
                "kind": "complaints_given_up",
                "survey_kind": "transactional",
                "slice": {"journey": "join"},
            },
            "limit": "0.3",
            "pays_at_most": "80",
        }
    ],
    "rules": 2,
    "immersions": {"n": 2, "pays_at_most": "50"},
}
_NOTES = ("Asked three times for the number.", "asked three times, for the NUMBER")


def set_up(connection: Connection) -> None:
    """The plan as it was approved, live and closed, and one conversation that was logged twice."""
    plans.put(connection, from_definition(DEFINITION), START)
    for action, by, at in (
        (PlanAction.APPROVED, "Carla", START),
        (PlanAction.APPROVED, "Diego", START),
        (PlanAction.WENT_LIVE, "Eva", START),
        (PlanAction.CLOSED, "Eva", CLOSED),
    ):
        plans.note(connection, "autumn", 1, PlanStep(action, by, None, at))
    for number, notes in enumerate(_NOTES, start=1):
        conversation = Immersion(
            UUID(int=number),
            "Ana",
            ImmersionKind.CONVERSATION,
            date(2026, 9, 7),
            "phone",
            None,
            notes,
            (),
            "Ana",
            START + number * DAY,
        )
        immersions.put(connection, conversation)
