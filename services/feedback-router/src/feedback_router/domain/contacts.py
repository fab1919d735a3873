"""Contacts: what happened between a customer and the company, so that nobody is asked twice."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """What the survey tells of a contact; without a customer once they were erased.

    `source` and `id` together say which it was.
    """

    customer_key: str | None
    type: str
    journey: str | None
    stage: str | None
    channel: str | None
    source: str | None = None
    id: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


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
