"""Triggers: which touchpoint leads to which survey. The server decides who is asked; staff never do."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from survey.domain.facts import Where, all_hold
from survey.domain.touchpoints import Touchpoint

REMINDER_DAYS = 4


@dataclass(frozen=True)
class Trigger:
    """Ask with `survey` after a touchpoint of type `touchpoint` whose facts are all as `where` says.

    `sample_rate` is the share of those who are asked, 0 to 1. `reminder_after` is None for no reminder. One that is not
    `active` asks nobody, and nobody counts as left out by it.
    """

    key: str
    touchpoint: str
    survey: str
    via: str
    where: Where = field(default_factory=dict)
    delay: timedelta = timedelta(0)
    expires_after: timedelta = timedelta(days=30)
    sample_rate: float = 1.0
    reminder_after: timedelta | None = None
    active: bool = True

    def fires_on(self, touchpoint: Touchpoint) -> bool:
        """Whether this touchpoint is one that the trigger waits for."""
        return self.active and touchpoint.type == self.touchpoint and all_hold(self.where, touchpoint)


def draw(invitation_id: UUID, trigger_version: int) -> float:
    """The lot of an invitation: even over [0, 1), the same each time, and for anybody to check."""
    digest = hashlib.sha256(f"{invitation_id}/{trigger_version}".encode()).digest()
    # 53 bits: as many as a float holds exactly.
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53
