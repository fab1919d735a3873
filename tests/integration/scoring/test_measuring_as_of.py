"""A plan's journeys are measured as they were when its period was closed, whatever customers did afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from scoring.domain.slices import Slice
from scoring.use_cases.measure_plan import measure
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from support.apps import Running
from support.journeys import START, STEPS, design, walk

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
CLOSED = START + timedelta(days=31)
COMPLAINTS = {"complaint_page": {"opened": ["page.opened"], "sent": ["page.sent"]}}


def customers(name: str, n: int, *kinds: str, from_day: float = 0) -> list[Event]:
    return [event for number in range(n) for event in walk(*kinds, who=f"{name}-{number}", from_day=from_day)]


# By the day on which the period was closed: of each kind of customer, enough to be shown.
BEFORE = [
    *customers("done", 20, "inform", "setup.succeeded", *STEPS[1:]),
    *customers("left", 8, "inform", "setup.failed", "page.opened", "page.sent", "withdrawn"),
    *customers("open", 10, "inform", "declare_interest", "page.opened"),
]
# What the open ones did later: half of them get there, the others leave. Nothing of it was late to be told.
AFTER = [
    event
    for number in range(10)
    for event in walk(
        "setup.succeeded" if number % 2 else "setup.failed",
        "page.sent",
        "connect_portal" if number % 2 else "withdrawn",
        who=f"open-{number}",
        from_day=35,
    )
]


@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("journey_success", {}),
        ("time_to", {"milestone": "setup"}),
        ("within", {"milestone": "success", "days": 20}),
        ("setup_success", {}),
        ("setup_at_once", {}),
        ("complaints_given_up", {}),
        ("fcr", {}),
    ],
)
def test_what_customers_do_after_the_closing_does_not_change_what_is_paid(
    scoring: Running, tell: Tell, kind: str, stated: dict[str, Any]
) -> None:
    answer = scoring.post(
        "/scoring/v1/journeys",
        design(**COMPLAINTS, contacts=["declare_interest"]),
        scoring.key("journeys:write"),
    )
    assert answer.status_code == 200, answer.text
    reference = MeasureReference(kind, Slice(journey="join"), **stated)

    def measured(*events: Event) -> Any:
        tell(list(events))
        with scoring.service.change() as connection:
            refresh_cases(connection)
            return measure(connection, reference, SEPTEMBER, CLOSED)

    before = measured(*BEFORE)
    assert before.estimate.shown
    assert measured(*AFTER) == before


def test_what_happened_before_the_closing_counts_whenever_it_is_told(scoring: Running, tell: Tell) -> None:
    """20 of the 28 that are over succeeded; with two that were told late 22 of 30."""
    assert scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write")).status_code == 200
    reference = MeasureReference("journey_success", Slice(journey="join"))
    counts = []
    for events in (BEFORE, customers("late", 2, *STEPS)):
        tell(events)
        with scoring.service.change() as connection:
            refresh_cases(connection)
            found = measure(connection, reference, SEPTEMBER, CLOSED)
        counts.append((found.counts["top"], found.counts["n"]))
    assert counts == [(20, 28), (22, 30)]
