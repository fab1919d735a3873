"""Retention: for how many days what is kept of people, and what must not be kept longer than what."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

# The event log tells of these, and so must not know them for longer than their tables do.
_IN_THE_LOG = ("touchpoints", "responses", "invitations", "messages")


@dataclass(frozen=True)
class RetentionPolicy:
    """Days for each kind of data, counted from when it came in; None for as long as nobody asks to be forgotten.

    `responses` is how long an answer has its person and their words: its scores and choices stay. `events` is how long
    the event log does. `customers` is how long somebody stays of whom nothing else is left.
    """

    touchpoints: int | None
    responses: int | None
    invitations: int | None
    messages: int | None
    delivery_reports: int | None
    customers: int | None
    events: int | None

    def faults(self) -> dict[str, str]:
        """What is wrong with it, by field: a person who is gone from a table would still be in the log."""
        days = asdict(self)
        shortest = min((days[name] for name in _IN_THE_LOG if days[name] is not None), default=None)
        if shortest is not None and (self.events is None or self.events > shortest):
            return {
                "events": f"The event log tells of what is kept for {shortest} days; say no more than that."
            }
        return {}

    def before(self, what: str, now: datetime) -> datetime | None:
        """What came in before this moment goes; None when it stays."""
        days: int | None = asdict(self)[what]
        return None if days is None else now - timedelta(days=days)


BUILT_IN = RetentionPolicy(
    touchpoints=730,
    responses=1095,
    invitations=730,
    messages=1095,
    delivery_reports=365,
    customers=1095,
    events=730,
)
