"""Invitations as far as the response rate needs them: where they were made, whether they arrived and were answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from scoring.domain.tallies import Tally


class InvitationPlace(NamedTuple):
    """Which invitations are counted together, by the day on which they were made. What is not stated is ""."""

    day: date
    survey: str
    version: int
    journey: str
    stage: str
    channel: str
    owner: str
    segment: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is known of one. `place` is None until it was told that it was made, or why it was not.

    `withheld` is why an eligible customer is not asked; `address_changed`, whether their address was new when they
    became eligible.
    """

    id: UUID
    place: InvitationPlace | None = None
    sent: bool = False
    failed: bool = False
    answered: bool = False
    withheld: str | None = None
    address_changed: bool = False

    @property
    def delivered(self) -> bool:
        """Whether the customer has it, as far as anybody knows; who answers has."""
        return self.answered or (self.sent and not self.failed)

    def merged(self, other: "Invitation") -> "Invitation":
        """What both tell together, whichever was told first."""
        return replace(
            self,
            place=self.place or other.place,
            sent=self.sent or other.sent,
            failed=self.failed or other.failed,
            answered=self.answered or other.answered,
            withheld=self._why_withheld(other),
            address_changed=self.address_changed or other.address_changed,
        )

    def _why_withheld(self, other: "Invitation") -> str | None:
        """Of two reasons always the same one, whichever was told first."""
        return min((item.withheld for item in (self, other) if item.withheld), default=None)


class InvitationChange(NamedTuple):
    """By how much a rollup of invitations changes."""

    delivered: int
    answered: int


class Eligibility(NamedTuple):
    """How many were eligible at a place, by why they were not asked, "" for those who were."""

    place: InvitationPlace
    withheld: str


class EligibilityChange(NamedTuple):
    """By how much a rollup of eligibility changes."""

    n: int
    address_changed: int


def moves(
    before: Iterable[Invitation], after: Iterable[Invitation]
) -> dict[InvitationPlace, InvitationChange]:
    """How the rollups change when these invitations become those."""
    delivered: Counter[InvitationPlace] = Counter()
    answered: Counter[InvitationPlace] = Counter()
    for sign, invitations in ((-1, before), (1, after)):
        for invitation in invitations:
            if invitation.place:
                delivered[invitation.place] += sign * invitation.delivered
                answered[invitation.place] += sign * invitation.answered
    return {
        place: InvitationChange(delivered[place], answered[place])
        for place in delivered
        if delivered[place] or answered[place]
    }


def eligibility_moves(
    before: Iterable[Invitation], after: Iterable[Invitation]
) -> dict[Eligibility, EligibilityChange]:
    """How the rollups of eligibility change when these invitations become those. Who answered was asked."""
    n: Counter[Eligibility] = Counter()
    address_changed: Counter[Eligibility] = Counter()
    for sign, invitations in ((-1, before), (1, after)):
        for invitation in invitations:
            if invitation.place:
                withheld = "" if invitation.answered else invitation.withheld or ""
                key = Eligibility(invitation.place, withheld)
                n[key] += sign
                address_changed[key] += sign * invitation.address_changed
    return {
        key: EligibilityChange(n[key], address_changed[key]) for key in n if n[key] or address_changed[key]
    }


def answered_tally(delivered: int, answered: int) -> Tally:
    """An invitation that was answered counts as 1, any other that was delivered as 0."""
    return Tally(delivered, delivered - answered, 0, answered, answered, answered)
