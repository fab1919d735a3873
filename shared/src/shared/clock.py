"""The only place that asks what time it is; everything inward takes the time as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)
