"""When a delivery that failed is tried again: the example schedule of Standard Webhooks, ten attempts in three days."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
ATTEMPTS = len(PAUSES) + 1
# Each pause is made longer by up to this much, so that what failed together does not come back together.
JITTER = 0.1
# A receiver that asks for more patience than this gets this much.
MOST_PATIENCE = timedelta(hours=24)


def due_again(failures: int, retry_after: str | None, *, now: datetime, jitter: float) -> datetime | None:
    """When to try again after that many failures, 1 or more; None when it was the last attempt.

    `jitter` is random, from 0 to 1. `retry_after` is the receiver's header: it makes the pause longer, never shorter.
    """
    if failures >= ATTEMPTS:
        return None
    pause = PAUSES[failures - 1] * (1 + JITTER * jitter)
    return now + max(pause, min(_asked_for(retry_after, now), MOST_PATIENCE))


def _asked_for(retry_after: str | None, now: datetime) -> timedelta:
    """Seconds or a date (RFC 9110, 10.2.3); no time at all for anything else."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), MOST_PATIENCE.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta(0)
    return until - now if until.tzinfo else timedelta(0)
