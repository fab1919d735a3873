"""Proposals: a journey on its way to being in force, and who still has to say yes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scoring.domain.journeys import Journey

PROPOSED, APPROVED, REJECTED, PUBLISHED = "proposed", "approved", "rejected", "published"


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did with a proposal, for which function."""

    action: str
    owner: str | None
    by: str
    comment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that is proposed, with every step that was taken."""

    id: UUID
    journey: Journey
    state: str
    version: int | None
    proposed_at: datetime
    steps: tuple[Step, ...]

    @property
    def missing(self) -> list[str]:
        """The owners of stages who have not approved, in the order of the stages."""
        approved = {step.owner for step in self.steps if step.action == APPROVED}
        return [owner for owner in self.journey.owners if owner not in approved]
