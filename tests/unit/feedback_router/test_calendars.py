"""Working hours: worked examples from a paper calendar, and what holds for any hours, zones and holidays."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedback_router.domain.calendars import (
    ALWAYS,
    DAYS,
    Calendar,
    CalendarError,
    Hours,
    add_working_time,
    hours_a_week,
    validate_hours,
    working_time,
)

MADRID = Calendar(
    "Europe/Madrid",
    (Hours(DAYS[:5], "09:00", "14:00"), Hours(DAYS[:4], "15:30", "18:30")),
    "ES",
)
NIGHT_SHIFT = Calendar("Europe/Madrid", (Hours(("sunday",), "00:00", "06:00"),))


def at(text: str, zone: str = "Europe/Madrid") -> datetime:
    """Such as "2026-11-20 17:00", on the clock of the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def after(start: str, hours: float, calendar: Calendar = MADRID, *holidays: str) -> str:
    closed = frozenset(map(date.fromisoformat, holidays))
    due = add_working_time(at(start), timedelta(hours=hours), calendar, closed)
    return f"{due.astimezone(ZoneInfo(calendar.time_zone)):%Y-%m-%d %H:%M}"


def test_within_the_day_time_is_time() -> None:
    assert after("2026-11-23 09:00", 2) == "2026-11-23 11:00"


def test_the_pause_at_noon_is_not_worked() -> None:
    assert after("2026-11-23 13:00", 2) == "2026-11-23 16:30"


def test_what_comes_in_at_night_waits_for_the_morning() -> None:
    assert after("2026-11-23 22:15", 1) == after("2026-11-24 03:00", 1) == "2026-11-24 10:00"


def test_friday_afternoon_and_the_weekend_are_free() -> None:
    assert after("2026-11-20 13:00", 2) == "2026-11-23 10:00"


def test_work_that_ends_with_the_day_is_due_when_the_day_ends_and_not_the_next_morning() -> None:
    assert after("2026-11-20 09:00", 5) == "2026-11-20 14:00"


def test_holidays_are_free() -> None:
    assert after("2026-12-04 13:00", 2, MADRID, "2026-12-07", "2026-12-08") == "2026-12-09 10:00"


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-29 00:00", "2026-03-29 05:00"),  # two o'clock does not exist: four hours end at five
        ("2026-10-25 00:00", "2026-10-25 03:00"),  # two o'clock comes twice: four hours end at three
        ("2026-11-01 00:00", "2026-11-01 04:00"),
    ],
)
def test_an_hour_is_an_hour_when_the_clock_changes(start: str, due: str) -> None:
    assert after(start, 4, NIGHT_SHIFT) == due


def test_around_the_clock_it_is_plain_time() -> None:
    assert add_working_time(at("2026-12-24 23:00"), timedelta(hours=30), ALWAYS, frozenset()) == at(
        "2026-12-26 05:00"
    )


def test_a_team_that_is_never_open_promises_nothing() -> None:
    with pytest.raises(CalendarError):
        add_working_time(at("2026-11-23 09:00"), timedelta(hours=1), Calendar("UTC", ()), frozenset())


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (Hours(("monday",), "9:00", "17:00"), "Write times as 09:00"),
        (Hours(("monday",), "09:00", "25:00"), "Write times as 09:00"),
        (Hours(("monday",), "17:00", "09:00"), "close after it opens"),
        (Hours(("monday",), "13:00", "15:00"), "overlap with others on monday"),
    ],
)
def test_hours_that_make_no_sense_are_pointed_at(hours: Hours, sentence: str) -> None:
    sound = Hours(("monday", "tuesday"), "10:00", "14:00")
    ((number, said),) = validate_hours((sound, hours))
    assert number == 1
    assert sentence in said


def test_a_week_has_as_many_hours_as_its_days_say() -> None:
    assert list(validate_hours(MADRID.hours)) == []
    assert hours_a_week(MADRID.hours) == 5 * 5 + 4 * 3
    assert hours_a_week(ALWAYS.hours) == 168


def wall(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any hours, of one or two stretches a day, in zones whose clocks change at different hours or not at all."""
    bounds = sorted(draw(st.sets(st.integers(0, 24 * 60), min_size=4, max_size=4)))
    stretches = list(pairwise(map(wall, bounds)))[::2][: draw(st.integers(1, 2))]
    days = tuple(sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1)), key=DAYS.index))
    zones = (
        "Europe/Madrid",
        "America/Sao_Paulo",
        "America/New_York",
        "Australia/Lord_Howe",
        "UTC",
        "Asia/Kathmandu",
    )
    return Calendar(draw(st.sampled_from(zones)), tuple(Hours(days, *stretch) for stretch in stretches))


# Both changes of the clock of 2026 lie within.
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=364)).map(datetime(2026, 1, 1, tzinfo=UTC).__add__)
AMOUNTS = st.timedeltas(timedelta(0), timedelta(hours=60))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20)


@given(calendars(), MOMENTS, AMOUNTS, HOLIDAYS)
def test_so_much_working_time_has_passed_when_it_is_due_and_not_a_moment_earlier(
    calendar: Calendar, start: datetime, working: timedelta, holidays: frozenset[date]
) -> None:
    assume(hours_a_week(calendar.hours) >= 2)
    due = add_working_time(start, working, calendar, holidays)
    assert due >= start
    assert working_time(start, due, calendar, holidays) == working
    if working:
        assert working_time(start, due - timedelta(microseconds=1), calendar, holidays) < working


@given(calendars(), MOMENTS, AMOUNTS, HOLIDAYS)
def test_it_is_never_due_outside_of_the_hours(
    calendar: Calendar, start: datetime, working: timedelta, holidays: frozenset[date]
) -> None:
    assume(hours_a_week(calendar.hours) >= 2)
    due = add_working_time(start, working, calendar, holidays)
    moment = timedelta(microseconds=1)
    assert working_time(due - moment, due + moment, calendar, holidays) > timedelta(0)
    local = due.astimezone(ZoneInfo(calendar.time_zone))
    # Midnight as the end of a day belongs to that day.
    assert {local.date(), (local - moment).date()} - holidays


@given(calendars(), MOMENTS, MOMENTS, AMOUNTS, AMOUNTS, HOLIDAYS)
def test_who_begins_later_or_has_more_to_do_is_never_done_earlier(
    calendar: Calendar,
    first: datetime,
    second: datetime,
    less: timedelta,
    more: timedelta,
    holidays: frozenset[date],
) -> None:
    assume(hours_a_week(calendar.hours) >= 2)
    (first, second), (less, more) = sorted((first, second)), sorted((less, more))
    assert add_working_time(first, less, calendar, holidays) <= add_working_time(
        second, more, calendar, holidays
    )


@given(calendars(), MOMENTS, MOMENTS, MOMENTS, HOLIDAYS)
def test_the_working_time_of_two_stretches_is_that_of_both_together(
    calendar: Calendar, first: datetime, second: datetime, third: datetime, holidays: frozenset[date]
) -> None:
    first, second, third = sorted((first, second, third))
    parts = working_time(first, second, calendar, holidays) + working_time(second, third, calendar, holidays)
    assert parts == working_time(first, third, calendar, holidays)
