"""Contacts: what happened between a customer and the company, so that nobody is asked twice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """What the survey tells of a contact; without a customer once they were erased."""

    customer_key: str | None
    type: str
    journey: str | None
    stage: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact, by the id of the event that told of it."""

    customer_key: str
    id: UUID
    at: datetime
    type: str
    journey: str | None
    stage: str | None
    channel: str | None
