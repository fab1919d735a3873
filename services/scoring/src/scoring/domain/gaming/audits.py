"""An audit: every check over one version of a plan, and what an auditor said of its findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from scoring.domain.gaming.results import LEVEL, Outcome, Result


class NoteState(StrEnum):
    SEEN = "seen"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Note:
    """That an auditor has seen a finding, or what explains it. `place` is the result's, from 1."""

    place: int
    state: NoteState
    note: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Audit:
    """All results of one look, as they were on that day. It changes nothing, and nothing but this reads it.

    An `automatic` one is made when the period is over, whether or not anybody asks.
    """

    id: UUID
    key: str
    version: int
    by: str
    at: datetime
    results: tuple[Result, ...]
    level: float = LEVEL
    notes: tuple[Note, ...] = field(default=())
    automatic: bool = False

    @property
    def findings(self) -> int:
        """How many of the results an auditor should look at."""
        return sum(result.outcome is Outcome.FOUND for result in self.results)

    def result(self, place: int) -> Result | None:
        """The one at this place, from 1."""
        return self.results[place - 1] if 1 <= place <= len(self.results) else None

    def notes_of(self, place: int) -> Sequence[Note]:
        """What was said of a result, the oldest first."""
        return [note for note in self.notes if note.place == place]
