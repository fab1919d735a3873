"""Replies: what we wrote to a customer about an item, and whether it reached them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Reply:
    """One reply. `state` is waiting, sent or failed; page where the customer reads it beside their complaint."""

    id: UUID
    feedback_id: UUID
    at: datetime
    by: str
    template: str | None
    language: str
    subject: str
    text: str
    state: str
    error: str | None = None
