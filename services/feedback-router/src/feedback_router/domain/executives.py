"""Executives: who hears at once of what is critical, and reads once a day how things stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

# On the clock of their place.
DIGEST_HOUR = 8
# After a mail about something critical: what comes until then is told together.
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Executive:
    """Whom to write to, in which language, and at which hour of their day; of these journeys, or of all."""

    key: str
    name: str
    email: str
    language: str = "en"
    time_zone: str = "UTC"
    hour: int = DIGEST_HOUR
    journeys: tuple[str, ...] = ()

    def watches(self, journey: str | None) -> bool:
        """Whether this journey is theirs."""
        return not self.journeys or journey in self.journeys


@dataclass(frozen=True, slots=True)
class ExecutiveList:
    """One version of the list; version 0 is the empty one that holds until somebody sets another."""

    version: int
    executives: tuple[Executive, ...]

    def to_tell(self, journey: str | None) -> tuple[Executive, ...]:
        """Who must hear of something critical there: whose journey it is, and everybody where it is nobody's."""
        return tuple(one for one in self.executives if one.watches(journey)) or self.executives


def repeated_keys(executives: Sequence[Executive]) -> Iterator[tuple[int, str]]:
    """Keys that more than one of them has, each with the number of the entry that repeats it."""
    seen: set[str] = set()
    for number, executive in enumerate(executives):
        if executive.key in seen:
            yield number, f'The key "{executive.key}" is used more than once.'
        seen.add(executive.key)
