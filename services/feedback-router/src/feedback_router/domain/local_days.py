"""What is done once a day at an hour of somebody's own clock, on days when the clock changes too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def begins_at(day: date, hour: int, time_zone: str) -> datetime:
    """The moment of this hour on this day, in UTC. An hour that the clock leaves out is the one after it; of one that
    it shows twice, the first counts."""
    return datetime.combine(day, time(hour), ZoneInfo(time_zone)).astimezone(UTC)


def due_day(now: datetime, hour: int, time_zone: str) -> date:
    """The last day on whose calendar this hour has come."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    return today if begins_at(today, hour, time_zone) <= now else today - timedelta(days=1)
