"""What a team promises, when it is warned, and what it may not promise."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.calendars import OFFICE_HOURS, Calendar, Hours
from feedback_router.domain.desks import Desk
from feedback_router.domain.rules import Problem, RuleBook, validate_rules
from feedback_router.domain.service_levels import Alarm, ServiceLevel, Step, next_step, warn_at
from feedback_router.domain.teams import Person, Team

EVA, MAX, ANA = Person("eva", "Eva"), Person("max", "Max"), Person("ana", "Ana")
FRIDAY_AT_THREE = datetime(2026, 11, 20, 15, tzinfo=UTC)


def desk(*, holidays: frozenset[date] = frozenset(), executive: Person | None = None, **changes: Any) -> Desk:
    return Desk(Team("billing", "Billing", "", **changes), executive, holidays)


def test_a_mild_item_of_friday_afternoon_is_seen_on_monday_and_resolved_within_five_working_days() -> None:
    promised = desk().terms(0, FRIDAY_AT_THREE).promise
    assert promised.acknowledge_by == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert promised.resolve_by == datetime(2026, 11, 27, 15, tzinfo=UTC)


@pytest.mark.parametrize("severity", [3, 4])
def test_what_harms_somebody_is_looked_at_within_the_hour_by_night_and_on_holidays(severity: int) -> None:
    christmas = datetime(2026, 12, 25, 3, tzinfo=UTC)
    promised = desk(holidays=frozenset({christmas.date()})).terms(severity, christmas).promise
    assert promised.acknowledge_by == christmas + timedelta(hours=1)
    assert promised.resolve_by == christmas + timedelta(hours=24)


def test_the_service_level_of_the_nearest_lower_severity_holds() -> None:
    levels = (ServiceLevel(0, 8.0, 16.0), ServiceLevel(2, 1.0, 2.0))
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    hours = [
        (desk(service_levels=levels).terms(severity, start).promise.acknowledge_by - start)
        / timedelta(hours=1)
        for severity in range(5)
    ]
    assert hours == [8, 8, 1, 1, 1]


def test_an_item_goes_from_the_first_owner_up_to_the_executive_and_nobody_comes_twice() -> None:
    team: dict[str, Any] = {"owners": (ANA, MAX), "escalation": (EVA, ANA)}
    assert desk(executive=EVA, **team).terms(0, FRIDAY_AT_THREE).chain == ("ana", "eva")
    assert desk(executive=MAX, **team).terms(0, FRIDAY_AT_THREE).chain == ("ana", "eva", "max")


def test_a_team_that_names_nobody_answers_as_a_whole() -> None:
    assert desk().terms(0, FRIDAY_AT_THREE).chain == ("team:billing",)
    assert desk(executive=EVA).terms(0, FRIDAY_AT_THREE).chain == ("team:billing", "eva")
    assert desk().knows("anybody")
    assert not desk(owners=(ANA,)).knows("anybody")


def test_the_warning_comes_when_a_quarter_of_the_working_time_is_left() -> None:
    monday_at_three = datetime(2026, 11, 23, 15, tzinfo=UTC)
    warning = warn_at(FRIDAY_AT_THREE, monday_at_three, OFFICE_HOURS, frozenset())
    assert warning == datetime(2026, 11, 23, 13, tzinfo=UTC)


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_warning_never_comes_after_what_it_warns_of(start: timedelta, until: timedelta) -> None:
    now = FRIDAY_AT_THREE + start
    assert now <= warn_at(now, now + until, OFFICE_HOURS, frozenset()) <= now + until


def test_first_a_warning_then_that_it_is_late_then_up_and_up() -> None:
    due = FRIDAY_AT_THREE
    early, late = due - timedelta(hours=1), due + timedelta(hours=1)
    assert next_step(Alarm.NONE, due, early) is Step.DUE_SOON
    assert next_step(Alarm.DUE_SOON, due, due) is Step.OVERDUE
    assert next_step(Alarm.NONE, due, late) is Step.OVERDUE
    assert next_step(Alarm.OVERDUE, due, late) is Step.ESCALATE


def problems(**changes: Any) -> tuple[Problem, ...]:
    team = Team("billing", "Billing", "", **changes)
    return validate_rules(RuleBook(1, (team,), "billing", ()))


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"service_levels": (ServiceLevel(1, 8, 40),)}, "service_levels.0", "for severity 0"),
        ({"service_levels": (ServiceLevel(0, 8, 4),)}, "service_levels.0", "seen before it is resolved"),
        (
            {"service_levels": (ServiceLevel(0, 1, 2), ServiceLevel(0, 2, 3))},
            "service_levels.1",
            "another service level for severity 0",
        ),
        (
            {"calendar": Calendar("UTC", (Hours(("monday",), "09:00", "09:10"),))},
            "service_levels.0.resolve_hours",
            "more than 100 weeks",
        ),
        ({"escalate_after_hours": 5000.0}, "escalate_after_hours", "more than 100 weeks"),
        (
            {"calendar": Calendar("UTC", (Hours(("monday",), "17:00", "09:00"),))},
            "calendar.hours.0",
            "close after it opens",
        ),
        ({"owners": (ANA, Person("ana", "Anna"))}, "owners.1", 'The key "ana" is another person'),
    ],
)
def test_what_a_team_cannot_mean_is_pointed_at(changes: dict[str, object], path: str, sentence: str) -> None:
    found = problems(**changes)
    assert f"teams.0.{path}" in [problem.path for problem in found]
    assert any(sentence in problem.sentence for problem in found)


def test_a_team_that_says_nothing_of_its_hours_is_sound() -> None:
    assert problems() == ()
