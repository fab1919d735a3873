"""Feedback items: routed once, resolved perhaps, and what that adds to the rollups.

The news of an item may come in any order and any number of times; what is known in the end is the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from scoring.domain.tallies import Tally

# What was told before it was kept when.
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item came from, and who has it."""

    survey: str
    journey: str | None
    stage: str | None
    channel: str | None
    owner: str | None
    segment: str | None
    team: str


class Standing(IntEnum):
    """How an item stands: solved, taken back by the customer, or neither."""

    RESOLVED = 0
    WITHDRAWN = 1
    OPEN = 2


class Step(IntEnum):
    """What happened to an item. The first three say how it stands, the others whether anything is to be done about it.

    Of two of them at one moment the higher counts: the one that leaves more to do.
    """

    RESOLVED = 0
    WITHDRAWN = 1
    REOPENED = 2
    KEPT = 3
    TO_DO = 4


class Taken(NamedTuple):
    """A step of an item, and when it was taken."""

    id: UUID
    at: datetime
    step: Step


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is known of an item; `told_at` is the time of the news that `place` is from.

    Of resolving, withdrawing and reopening the last time is kept, and the latest of them says how the item stands.
    `kept` praise has nothing to resolve; once somebody deals with it, or its customer complains after all, it has. The
    last word counts, told at `kept_told_at`.
    """

    id: UUID
    response_id: UUID | None
    place: Place
    told_at: datetime
    routed_at: datetime
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    withdrawn_at: datetime | None = None
    reopened_at: datetime | None = None
    kept: bool | None = None
    kept_told_at: datetime | None = None

    @property
    def standing(self) -> Standing:
        """What the latest of its steps made of it. Of two at one moment the one that leaves more to do counts."""
        steps = (
            (self.resolved_at, Standing.RESOLVED),
            (self.withdrawn_at, Standing.WITHDRAWN),
            (self.reopened_at, Standing.OPEN),
        )
        return max(((at, step) for at, step in steps if at), default=(None, Standing.OPEN))[1]

    @property
    def steps(self) -> set[Taken]:
        """Every step that is known from this alone: the last of each kind."""
        times = (
            (self.resolved_at, Step.RESOLVED),
            (self.withdrawn_at, Step.WITHDRAWN),
            (self.reopened_at, Step.REOPENED),
        )
        steps = {Taken(self.id, at, step) for at, step in times if at}
        if self.kept is None:
            return steps
        word = Step.KEPT if self.kept else Step.TO_DO
        return {*steps, Taken(self.id, self.kept_told_at or _LONG_AGO, word)}

    def merged(self, other: "Feedback") -> "Feedback":
        """What both tell together: the newest place, the first routing and acknowledgement, the last of all else."""
        newer = max(
            self, other, key=lambda item: (item.told_at, [part or "" for part in astuple(item.place)])
        )
        last = max(self, other, key=Feedback._last_word)
        return Feedback(
            id=self.id,
            response_id=self.response_id or other.response_id,
            place=newer.place,
            told_at=newer.told_at,
            routed_at=min(self.routed_at, other.routed_at),
            acknowledged_at=_earliest(self.acknowledged_at, other.acknowledged_at),
            resolved_at=_latest(self.resolved_at, other.resolved_at),
            withdrawn_at=_latest(self.withdrawn_at, other.withdrawn_at),
            reopened_at=_latest(self.reopened_at, other.reopened_at),
            kept=last.kept,
            kept_told_at=last.kept_told_at,
        )

    def _last_word(self) -> tuple[bool, datetime, bool]:
        """Whether it is said if it is kept, and when; of two at one moment the one that leaves more to do counts."""
        return self.kept is not None, self.kept_told_at or _LONG_AGO, not self.kept


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news of an item. Who tells that it was routed, withdrawn or reopened does not repeat when."""

    id: UUID
    place: Place
    response_id: UUID | None = None
    routed_at: datetime | None = None
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    withdrawn: bool = False
    reopened: bool = False
    kept: bool | None = None
    asked_for_score: bool = False

    def told_at(self, moment: datetime) -> Feedback:
        """What is known of the item when this, told at that moment, is all the news there is."""
        return Feedback(
            id=self.id,
            response_id=self.response_id,
            place=self.place,
            told_at=moment,
            routed_at=self.routed_at or moment,
            acknowledged_at=self.acknowledged_at,
            resolved_at=self.resolved_at,
            withdrawn_at=moment if self.withdrawn else None,
            reopened_at=moment if self.reopened else None,
            kept=self.kept,
            kept_told_at=None if self.kept is None else moment,
        )


@dataclass(frozen=True, slots=True, order=True)
class FeedbackRollupKey:
    """Which items are counted together. What an item does not state is "" here."""

    day: date
    survey: str
    journey: str
    stage: str
    channel: str
    owner: str
    team: str


@dataclass(frozen=True, slots=True)
class Move:
    """By how much a rollup changes; negative where an item has left it."""

    routed: int
    resolved: int
    withdrawn: int = 0
    kept: int = 0


def moves(before: Iterable[Feedback], after: Iterable[Feedback]) -> dict[FeedbackRollupKey, Move]:
    """How the rollups change when these items become those."""
    routed: Counter[FeedbackRollupKey] = Counter()
    resolved: Counter[FeedbackRollupKey] = Counter()
    withdrawn: Counter[FeedbackRollupKey] = Counter()
    kept: Counter[FeedbackRollupKey] = Counter()
    for sign, items in ((-1, before), (1, after)):
        for item in items:
            key = _key(item)
            routed[key] += sign
            resolved[key] += sign * (item.standing is Standing.RESOLVED)
            withdrawn[key] += sign * (item.standing is Standing.WITHDRAWN)
            kept[key] += sign * bool(item.kept)
    changed = {key: Move(routed[key], resolved[key], withdrawn[key], kept[key]) for key in routed}
    return {key: move for key, move in changed.items() if move != Move(0, 0)}


def replaced(heard: Iterable[Feedback], after: Mapping[UUID, Feedback]) -> set[Taken]:
    """The steps among those heard that what is known afterwards does not tell any more, since later ones came."""
    moved = ((item, after[item.id]) for item in heard if item is not after[item.id])
    return {step for item, now in moved for step in item.steps - now.steps}


def resolved_tally(routed: int, resolved: int) -> Tally:
    """A resolved item counts as 1, any other as 0: a withdrawn one too, or it would pay to have them taken back."""
    return Tally(n=routed, low=routed - resolved, top=resolved, total=resolved, total_squares=resolved)


def _key(item: Feedback) -> FeedbackRollupKey:
    place = item.place
    return FeedbackRollupKey(
        item.routed_at.astimezone(UTC).date(),
        place.survey,
        place.journey or "",
        place.stage or "",
        place.channel or "",
        place.owner or "",
        place.team,
    )


def _earliest(first: datetime | None, second: datetime | None) -> datetime | None:
    return min((moment for moment in (first, second) if moment), default=None)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
