"""Lookups: where a contact looked for what it needed to know, what it found there, and how old that was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scoring.domain.touchpoints import Touchpoint


@dataclass(frozen=True, slots=True)
class SourceUsed:
    """One lookup of a case. `age_seconds` is how old the source was then; None where nobody knows."""

    source: str
    channel: str
    found: bool
    age_seconds: int | None


def sources_used(run: Sequence[Touchpoint], channels: Sequence[str]) -> Iterator[SourceUsed]:
    """Each lookup of a case in its order; `channels` has one entry a touchpoint, "" where none was stated yet."""
    for touchpoint, channel in zip(run, channels, strict=True):
        for lookup in touchpoint.lookups:
            age = _age(touchpoint.at, lookup.updated_at)
            yield SourceUsed(lookup.source, channel, lookup.found, age)


def _age(at: datetime, updated_at: datetime | None) -> int | None:
    """A change after the lookup says nothing of what was read there."""
    if updated_at is None or updated_at > at:
        return None
    return int((at - updated_at).total_seconds())
