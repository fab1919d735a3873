"""Once a day by somebody's own clock: never twice, never not at all, on days when the clock changes too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.local_days import begins_at, due_day

ZONES = (
    "UTC",
    "Europe/Madrid",
    "America/Sao_Paulo",
    "America/Santiago",  # its clock leaps at midnight
    "America/St_Johns",
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Apia",  # there was no 30 December 2011
)
SINCE = datetime(2011, 12, 1, tzinfo=UTC)
# Twenty years of seconds.
MOMENTS = st.integers(0, 20 * 365 * 86_400).map(lambda seconds: SINCE + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("day", "hour", "at"),
    [
        (date(2026, 3, 28), 8, "2026-03-28T07:00:00+00:00"),
        (date(2026, 3, 29), 8, "2026-03-29T06:00:00+00:00"),
        (date(2026, 3, 29), 2, "2026-03-29T01:00:00+00:00"),  # 02:00 is left out; then it is 03:00
        (date(2026, 10, 25), 2, "2026-10-25T00:00:00+00:00"),  # 02:00 comes twice; the first counts
        (date(2026, 10, 25), 8, "2026-10-25T07:00:00+00:00"),
    ],
)
def test_the_hour_is_that_of_the_place_on_the_days_when_madrids_clock_changes(
    day: date, hour: int, at: str
) -> None:
    assert begins_at(day, hour, "Europe/Madrid") == datetime.fromisoformat(at)


@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    now=MOMENTS,
)
def test_the_day_that_is_due_has_begun_and_the_next_one_has_not(zone: str, hour: int, now: datetime) -> None:
    day = due_day(now, hour, zone)
    assert begins_at(day, hour, zone) <= now
    assert now < begins_at(day + timedelta(days=2), hour, zone)
    if begins_at(day + timedelta(days=1), hour, zone) <= now:
        # Only where the day after does not exist: it begins when the one after it would.
        assert now.astimezone(ZoneInfo(zone)).date() <= day + timedelta(days=1)


@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    start=MOMENTS,
    steps=st.lists(st.integers(1, 3 * 86_400), min_size=1, max_size=40),
)
def test_days_only_ever_go_forward_and_somebody_who_looks_every_hour_misses_none(
    zone: str, hour: int, start: datetime, steps: list[int]
) -> None:
    now, days = start, [due_day(start, hour, zone)]
    for step in steps:
        now += timedelta(seconds=step)
        days.append(due_day(now, hour, zone))
    assert days == sorted(days)
    by_hour = {due_day(start + timedelta(hours=n), hour, zone) for n in range(24 * 14)}
    first, last = min(by_hour), max(by_hour)
    every = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    gone = {date(2011, 12, 30)} if zone == "Pacific/Apia" else set()
    assert every - by_hour <= gone
