"""Complaints, as far as they matter to who is asked: whether a customer has one that is open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

ROUTED = "router.feedback.routed"
RESOLVED = "router.feedback.resolved"
WITHDRAWN = "router.feedback.withdrawn"
REOPENED = "router.feedback.reopened"
FORGOTTEN = "router.customer.erased"
# What the keys of those begin with who are known by the address that they complained with, and by nothing else.
COMPLAINANT = "complaint-"

_ENDS = (RESOLVED, WITHDRAWN)


@dataclass(frozen=True)
class News:
    """What was told of a feedback item; whose it is and of what kind is told once, when it is routed."""

    feedback_id: UUID
    customer_key: str | None = None
    kind: str | None = None

    @property
    def may_complain(self) -> bool:
        """Whether it is a complaint, or of a kind that nobody has told."""
        return self.kind in (None, "complaint")


@dataclass(frozen=True)
class Forgotten:
    """Somebody of whom the router has nothing any more: their pseudonyms, and when we had told it to forget them."""

    names: tuple[str, ...]
    erased_at: datetime | None = None


def is_open_after(event_type: str) -> bool:
    """Whether a complaint of which this was told is open."""
    return event_type not in _ENDS
