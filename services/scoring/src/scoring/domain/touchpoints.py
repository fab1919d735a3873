"""Touchpoints as scoring keeps them: what happened, where on the journey, and the few attributes that figures need."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Lookup:
    """A contact looked for something in a source of information, which had last been changed at `updated_at`."""

    source: str
    found: bool
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One touchpoint; `source` and `id` together say which."""

    customer_key: str
    source: str
    id: str
    type: str
    at: datetime
    journey: str | None = None
    stage: str | None = None
    channel: str | None = None
    owner: str | None = None
    segment: str | None = None
    # What the customer turned to the company for.
    intent: str | None = None
    # When what was promised is due.
    due_at: datetime | None = None
    # How many pieces of information a contact needed, and how many of them were found where they were looked for.
    lookups_needed: int | None = None
    lookups_found: int | None = None
    # Each of them, where the contact tells where it looked.
    lookups: tuple[Lookup, ...] = ()
    time_zone: str | None = None

    @property
    def place(self) -> tuple[datetime, str, str]:
        """Where it stands among others: by time, and in one order always where times are equal."""
        return self.at, self.source, self.id
