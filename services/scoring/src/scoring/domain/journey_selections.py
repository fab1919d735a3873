"""Which cases a figure of a journey is asked over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class CaseSelection:
    """Cases that began on these days (inclusive, in UTC), in this segment and channel; None filters nothing."""

    journey: str
    first_day: date | None = None
    last_day: date | None = None
    segment: str | None = None
    channel: str | None = None

    @property
    def since(self) -> datetime | None:
        """The first moment."""
        return _midnight(self.first_day) if self.first_day else None

    @property
    def until(self) -> datetime | None:
        """The first moment after."""
        if self.last_day is None or self.last_day == date.max:
            return None
        return _midnight(self.last_day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
