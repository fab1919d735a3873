"""Working hours: when somebody who starts now, and works only while their team is open, has worked so long.

Everything is reckoned in UTC between openings, so that an hour is an hour on the days when the clock changes too.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A team that has not worked off its longest promise in this time is never open.
_HORIZON = timedelta(days=3660)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True, slots=True)
class Hours:
    """On these days of the week the team works from `opens` to `closes`: "09:00", on the clock of its place.

    "24:00" is the end of the day.
    """

    days: tuple[str, ...]
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a team works: its hours, and whose public holidays it keeps (ISO 3166: "ES", and "MD" of it)."""

    time_zone: str
    hours: tuple[Hours, ...]
    country: str | None = None
    region: str | None = None


OFFICE_HOURS = Calendar("UTC", (Hours(DAYS[:5], "09:00", "17:00"),))
ALWAYS = Calendar("UTC", (Hours(DAYS, "00:00", "24:00"),))


class CalendarError(ValueError):
    """Hours in which no work can be done; the message says why."""


def validate_hours(hours: tuple[Hours, ...]) -> Iterator[tuple[int, str]]:
    """What is wrong with these hours, each with the number of the entry."""
    taken: dict[str, list[tuple[int, int]]] = {day: [] for day in DAYS}
    for number, entry in enumerate(hours):
        opens, closes = _minutes(entry.opens), _minutes(entry.closes)
        if opens is None or closes is None:
            yield number, "Write times as 09:00, and the end of the day as 24:00."
        elif opens >= closes:
            yield number, "The team must close after it opens; hours over midnight are two entries."
        else:
            for day in dict.fromkeys(entry.days):
                if any(opens < end and start < closes for start, end in taken[day]):
                    yield number, f"These hours overlap with others on {day}."
                taken[day].append((opens, closes))


def hours_a_week(hours: tuple[Hours, ...]) -> float:
    """How many hours a week these are, holidays and changes of the clock aside."""
    return sum(closes - opens for day in DAYS for opens, closes in _of_day(day, hours)) / 60


def add_working_time(
    start: datetime, working: timedelta, calendar: Calendar, holidays: Set[date]
) -> datetime:
    """The first moment at which so much working time has passed since `start`, in UTC.

    It lies within opening hours, their last moment included: work that ends with the day is due when the day ends.
    CalendarError when the team is not open often enough within ten years.
    """
    for opens, closes in _openings(start, start + _HORIZON, calendar, holidays):
        if working <= closes - opens:
            return opens + working
        working -= closes - opens
    raise CalendarError("The team is never open for long enough.")


def working_time(start: datetime, end: datetime, calendar: Calendar, holidays: Set[date]) -> timedelta:
    """How long the team is open between two moments; nothing when the second is not after the first."""
    openings = _openings(start, end, calendar, holidays)
    return sum((closes - opens for opens, closes in openings), timedelta(0))


def _openings(
    start: datetime, end: datetime, calendar: Calendar, holidays: Set[date]
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches between two moments in which the team is open, in their order; none overlaps another."""
    zone = ZoneInfo(calendar.time_zone)
    done, end = start.astimezone(UTC), end.astimezone(UTC)
    # A day early: in some zone it may still be yesterday.
    day = start.astimezone(zone).date() - timedelta(days=1)
    week = {name: sorted(_of_day(name, calendar.hours)) for name in DAYS}
    while datetime.combine(day, time(), zone) < end:
        for opens, closes in () if day in holidays else week[DAYS[day.weekday()]]:
            # Where the clock jumps, two wall times may be the same moment: what is over never begins again.
            begin, finish = max(_moment(day, opens, zone), done), min(_moment(day, closes, zone), end)
            if begin < finish:
                yield begin, finish
                done = finish
        day += timedelta(days=1)


def _of_day(name: str, hours: tuple[Hours, ...]) -> Iterator[tuple[int, int]]:
    for entry in hours:
        opens, closes = _minutes(entry.opens), _minutes(entry.closes)
        if name in entry.days and opens is not None and closes is not None:
            yield opens, closes


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    days, minutes = divmod(minutes, 24 * 60)
    wall = time(*divmod(minutes, 60))
    return datetime.combine(day + timedelta(days=days), wall, zone).astimezone(UTC)


def _minutes(text: str) -> int | None:
    """Minutes since midnight; None for what is no time of the day."""
    if not _TIME.fullmatch(text):
        return None
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
