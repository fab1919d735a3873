"""Abandonment: how many begin a complaint and never send it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Counts:
    """What was counted on one day, of the page in one language."""

    day: date
    language: str
    begun: int
    sent_of_begun: int
    sent: int

    @property
    def abandoned(self) -> float | None:
        """The share of those begun that were not sent; None where none was."""
        return share_abandoned([self])


def share_abandoned(counts: Iterable[Counts]) -> float | None:
    """The share over all of these. Who goes on writing past midnight may make it a day's worth too high or low."""
    rows = list(counts)
    begun = sum(row.begun for row in rows)
    sent = sum(row.sent_of_begun for row in rows)
    # The page tells of both by itself, and one of the two may be lost on the way.
    return max(0.0, 1 - sent / begun) if begun else None
