"""Which answers a score is asked over."""

from dataclasses import dataclass, field
from datetime import date

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
