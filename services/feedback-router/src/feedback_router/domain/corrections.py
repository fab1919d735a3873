"""A correction: a person brought an item to another team, and said why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Correction:
    """`text` is what the team that had it saw at that moment."""

    feedback_id: UUID
    at: datetime
    text: str
    language: str
    from_team: str
    to_team: str
    by: str
    note: str
