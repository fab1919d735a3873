"""Mail that the survey service sends for us, and how often we try to hand it over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(hours=1)
# About a day and a half, with the pauses between.
_MOST_ATTEMPTS = 40


@dataclass(frozen=True)
class Message:
    """A mail: `body` is what the survey service is told beside the id and the kind."""

    id: UUID
    feedback_id: UUID | None
    kind: str
    body: dict[str, Any]
    attempts: int = 0


@dataclass(frozen=True)
class Settled:
    """What the survey service tells of a mail that went out, or did not, for a reason."""

    message_id: UUID
    kind: str
    reason: str | None


@dataclass(frozen=True)
class WrittenBack:
    """What a customer answered to one of our mails."""

    message_id: UUID
    text: str


def retry_at(now: datetime, attempts: int) -> datetime | None:
    """When to try again after so many attempts; the pauses double up to an hour. None when it is enough."""
    if attempts >= _MOST_ATTEMPTS:
        return None
    doubled = _FIRST_PAUSE * (1 << min(attempts - 1, 10))
    return now + min(doubled, _LONGEST_PAUSE)
