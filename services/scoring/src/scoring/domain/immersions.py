"""Immersions: somebody who is paid for customer experience talks with a customer, or walks the journey as one."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ImmersionKind(StrEnum):
    CONVERSATION = "conversation"
    WALK = "walk"


@dataclass(frozen=True, slots=True)
class Action:
    """What is done about a finding, by whom and until when. `place` is the finding's, from 1."""

    place: int
    action: str
    owner: str
    due_on: date
    by: str
    taken_up_at: datetime

    def is_same_as(self, other: "Action") -> bool:
        """Whether the same was said, whenever and by whomever."""
        mine, theirs = ((one.place, one.action, one.owner, one.due_on) for one in (self, other))
        return mine == theirs


@dataclass(frozen=True, slots=True)
class Immersion:
    """One of them, as it was logged, with the actions that its findings became."""

    id: UUID
    person: str
    kind: ImmersionKind
    day: date
    channel: str | None
    journey: str | None
    notes: str | None
    findings: tuple[str, ...]
    by: str
    logged_at: datetime
    actions: tuple[Action, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What keeps it from counting: what left no trace can't be told from what never was."""
        return tuple(name for name in ("notes", "channel") if getattr(self, name) is None)

    @property
    def counts(self) -> bool:
        """Only with notes and channel."""
        return not self.missing

    def is_same_as(self, other: "Immersion") -> bool:
        """Whether the same was logged, whenever and by whichever key."""
        mine, theirs = (
            (one.person, one.kind, one.day, one.channel, one.journey, one.notes, one.findings)
            for one in (self, other)
        )
        return mine == theirs

    def action_on(self, place: int) -> Action | None:
        """What is done about this finding."""
        return next((action for action in self.actions if action.place == place), None)

    @property
    def told(self) -> tuple[str, date, str | None, str]:
        """What two have in common that tell of one occasion: capitals, spaces and punctuation make no other note."""
        written = unicodedata.normalize("NFKC", self.notes or "").casefold()
        words = "".join(character for character in written if unicodedata.category(character)[0] not in "ZPC")
        return self.person, self.day, self.channel, words


def told_once(immersions: Iterable[Immersion]) -> list[Immersion]:
    """Without those that tell again what one before told, under another id."""
    first: dict[tuple[str, date, str | None, str], Immersion] = {}
    for immersion in immersions:
        first.setdefault(immersion.told, immersion)
    return list(first.values())
