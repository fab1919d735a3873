"""Where a theme is at home: on one journey, throughout a channel, or everywhere; with the evidence.

Each journey and each channel is tested by Fisher's exact test, one-sided (is it more frequent there than chance would
have it?), and all of them together are held to 5 % by Holm's procedure (1979).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Literal

from feedback_router.domain.binomials import log_choices

Verdict = Literal["journey", "channel", "everywhere", "unclear"]

_LEVEL = 0.05
# What is at home in a place has at least this share of its comments there.
_AT_HOME = 0.5
# Fewer comments can't show that there is no such place.
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A journey or a channel: how many of the theme's comments are from there, their share, the share of all comments
    that is, and the chance of so many (by Holm, so that many places may be looked at)."""

    name: str
    count: int
    share: float
    share_of_all: float
    chance: float

    @property
    def is_home(self) -> bool:
        """Whether the theme is beyond chance more frequent here, and mostly here."""
        return self.chance < _LEVEL and self.share >= _AT_HOME


@dataclass(frozen=True, slots=True)
class Places:
    """Where a theme is at home; the places, those with most comments first."""

    verdict: Verdict
    journeys: list[Place]
    channels: list[Place]


Counts = Mapping[str, tuple[int, int]]


def places(journeys: Counts, channels: Counts, of_theme: int, of_all: int) -> Places:
    """Judge from (comments of the theme, comments of all) by journey and by channel, and both in total.

    `unclear` where there are too few to say either that there is a place or that there is none.
    """
    tested = {
        (kind, name): more_than_chance(count, everyone, of_theme, of_all)
        for kind, counts in (("journey", journeys), ("channel", channels))
        for name, (count, everyone) in counts.items()
    }
    adjusted = holm(tested)

    def listed(kind: str, counts: Counts) -> list[Place]:
        found = [
            Place(name, count, count / of_theme, everyone / of_all, adjusted[kind, name])
            for name, (count, everyone) in counts.items()
            if count
        ]
        return sorted(found, key=lambda place: (-place.count, place.name))

    on, by = listed("journey", journeys), listed("channel", channels)
    return Places(_verdict(on, by, of_theme), on, by)


def more_than_chance(count: int, everyone: int, of_theme: int, of_all: int) -> float:
    """P(X >= count): the chance that of so many of a theme so many are from a place that has `everyone` of all."""
    most = min(everyone, of_theme)
    whole = log_choices(of_all, of_theme)
    chances = (
        exp(log_choices(everyone, n) + log_choices(of_all - everyone, of_theme - n) - whole)
        for n in range(max(count, of_theme - (of_all - everyone)), most + 1)
    )
    return min(1.0, sum(chances))


def holm(chances: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The same chances, adjusted for how many were looked at (Holm 1979)."""
    adjusted: dict[tuple[str, str], float] = {}
    highest = 0.0
    for rank, (name, chance) in enumerate(sorted(chances.items(), key=lambda one: one[1])):
        highest = max(highest, min(1.0, (len(chances) - rank) * chance))
        adjusted[name] = highest
    return adjusted


def _verdict(journeys: list[Place], channels: list[Place], of_theme: int) -> Verdict:
    if any(place.is_home for place in journeys):
        return "journey"
    if any(place.is_home for place in channels) and len(journeys) > 1:
        return "channel"
    return "everywhere" if of_theme >= _ENOUGH and len(journeys) > 1 else "unclear"
