"""Contacts, and whether the customer had to come back with the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scoring.domain.cases import belonging
from scoring.domain.journeys import Journey
from scoring.domain.touchpoints import Touchpoint


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact; `again_at` is when the same customer next turned to the company with the same intent."""

    number: int
    at: datetime
    intent: str | None
    channel: str | None
    segment: str | None
    again_at: datetime | None


def contacts_of(journey: Journey, touchpoints: Iterable[Touchpoint]) -> list[Contact]:
    """One person's contacts on this journey, the first first. Two that name no intent are about the same."""
    found: list[Contact] = []
    next_at: dict[str | None, datetime] = {}
    own = [item for item in belonging(journey, touchpoints) if item.type in journey.contacts]
    for number, item in reversed(list(enumerate(own, start=1))):
        found.append(
            Contact(number, item.at, item.intent, item.channel, item.segment, next_at.get(item.intent))
        )
        next_at[item.intent] = item.at
    return found[::-1]
