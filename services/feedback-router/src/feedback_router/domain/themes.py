"""Themes: comments about the same thing, gathered by machine, corrected by people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# Of how many of its newest comments a theme's description is.
DESCRIBED_BY = 200


@dataclass(frozen=True)
class Theme:
    """A theme as it is kept. The name is its own phrases unless a person (`named_by`) gave it; empty while unknown.

    `made_by` is the person who split it off, None when it was found.
    """

    id: UUID
    name: str
    named_by: str | None
    phrases: dict[str, list[str]]
    size: int
    made_by: str | None
    created_at: datetime


@dataclass(frozen=True)
class Resolution:
    """What was done about a theme, whose items it is about (None: all teams'), and when all these were resolved."""

    theme_id: UUID
    number: int
    team: str | None
    at: datetime
    by: str
    request_id: str
    what_was_done: str
    root_cause: str | None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Episode:
    """A time in which a theme grew beyond chance: what was seen in so many days, and what was to be expected."""

    theme_id: UUID
    began_at: datetime
    ended_at: datetime | None
    days: int
    seen: int
    expected: float
    chance: float
