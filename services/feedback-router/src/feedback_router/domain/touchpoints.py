"""Touchpoints that happen here, and that the survey service must hear of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

SOURCE = "/router"
RECEIVED: Final = "complaint.received"
RESOLVED: Final = "complaint.resolved"

Type = Literal["complaint.received", "complaint.resolved"]


@dataclass(frozen=True)
class OutgoingTouchpoint:
    """What happened to a customer; `sealed` holds how to reach them while only we know.

    `erased_as` is their pseudonym if they were erased while the survey service may have been told of them.
    """

    feedback_id: UUID
    type: Type
    at: datetime
    customer_key: str
    sealed: bytes | None = None
    attempts: int = 0
    erased_as: str | None = None

    @property
    def id(self) -> str:
        """What the survey service knows it by: a resolution by its feedback item, so that the answer finds it."""
        return str(self.feedback_id) if self.type == RESOLVED else f"{self.feedback_id}/received"
