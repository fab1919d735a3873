"""Which answers a score is asked over."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from scoring.domain.slices import Slice


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters that all must hold; None filters nothing. Days are inclusive, in UTC."""

    slice: Slice = field(default_factory=Slice)
    first_day: date | None = None
    last_day: date | None = None
    version: int | None = None
    question: str | None = None
    kind: str | None = None
    definition: str | None = None


def are_whole_months(first_day: date | None, last_day: date | None) -> bool:
    """Whether these days begin and end with a month, where they begin and end at all."""
    return (first_day is None or first_day.day == 1) and (
        last_day is None or last_day == date.max or (last_day + timedelta(days=1)).day == 1
    )
