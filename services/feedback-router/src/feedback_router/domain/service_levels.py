"""Service levels: what a team promises, and the alarms of an item whose time runs."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from feedback_router.domain.calendars import ALWAYS, Calendar, add_working_time, working_time

# Severities go from 0 to this.
MOST_SEVERE = 4
# A warning is given when this part of the time is over.
_WARN_AFTER = 3 / 4


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """For items of this severity or more: working hours until the team has seen it, and until it is resolved.

    Around the clock, nights and holidays count too.
    """

    severity: int
    acknowledge_hours: float
    resolve_hours: float
    around_the_clock: bool = False


# A working day to look and five to resolve; half of that for what hurts; at once, day and night, for what harms.
DEFAULT_LEVELS = (
    ServiceLevel(0, 8.0, 40.0),
    ServiceLevel(2, 4.0, 20.0),
    ServiceLevel(3, 1.0, 24.0, around_the_clock=True),
)


@dataclass(frozen=True, slots=True)
class Promise:
    """By when the team will have seen an item, and by when it is resolved."""

    acknowledge_by: datetime
    resolve_by: datetime


class Alarm(IntEnum):
    """What has been told of an item's due time."""

    NONE = 0
    DUE_SOON = 1
    OVERDUE = 2


class Step(StrEnum):
    """What is to be told, or done, now."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATE = "escalate"


def validate_levels(levels: Sequence[ServiceLevel]) -> Iterator[tuple[int, str]]:
    """What is wrong with a team's service levels, each with the number of the entry."""
    seen: set[int] = set()
    for number, level in enumerate(levels):
        if level.severity in seen:
            yield number, f"There is another service level for severity {level.severity}."
        seen.add(level.severity)
        if level.acknowledge_hours > level.resolve_hours:
            yield (
                number,
                "An item is seen before it is resolved: give more hours to resolve than to acknowledge.",
            )
    if 0 not in seen:
        yield 0, "One service level must be for severity 0: it holds for all that no other is for."


def level_for(severity: int, levels: Sequence[ServiceLevel]) -> ServiceLevel:
    """The service level of the highest severity that is not above this one."""
    return max((level for level in levels if level.severity <= severity), key=lambda level: level.severity)


def promise(level: ServiceLevel, start: datetime, calendar: Calendar, holidays: Set[date]) -> Promise:
    """What is promised of an item that the team got at this moment."""
    if level.around_the_clock:
        calendar, holidays = ALWAYS, frozenset()
    return Promise(
        *(
            add_working_time(start, timedelta(hours=hours), calendar, holidays)
            for hours in (level.acknowledge_hours, level.resolve_hours)
        )
    )


def warn_at(now: datetime, due: datetime, calendar: Calendar, holidays: Set[date]) -> datetime:
    """When a quarter of the working time that is left until then will be left; never after it is due."""
    left = working_time(now, due, calendar, holidays)
    if not left:
        return now + max(due - now, timedelta(0)) * _WARN_AFTER
    return min(add_working_time(now, left * _WARN_AFTER, calendar, holidays), due)


def next_step(alarm: Alarm, due: datetime, now: datetime) -> Step:
    """What to tell of an item at which it is time to look. What is overdue already is not announced any more."""
    if alarm is Alarm.OVERDUE:
        return Step.ESCALATE
    return Step.OVERDUE if now >= due else Step.DUE_SOON
