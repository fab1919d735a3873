"""Touchpoints: one thing that happened between a customer and the company."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Where on the journey it happened; copied into the invitation when it is made, and from there into the response.
CONTEXT_FIELDS = ("journey", "stage", "channel", "owner", "segment")
Context = dict[str, str]


@dataclass(frozen=True)
class Customer:
    """Who is asked: the company's own key, and what is known of how to reach them."""

    key: str
    email: str | None = None
    name: str | None = None
    language: str | None = None
    time_zone: str | None = None

    def updated_by(self, newer: "Customer") -> "Customer":
        """What is known after hearing of the same customer again: the newer word counts, silence changes nothing."""
        return Customer(
            self.key,
            newer.email or self.email,
            newer.name or self.name,
            newer.language or self.language,
            newer.time_zone or self.time_zone,
        )


@dataclass(frozen=True)
class Touchpoint:
    """One touchpoint; `source` and `id` together say which, as CloudEvents have it."""

    source: str
    id: str
    type: str
    time: datetime
    customer: Customer
    context: Context = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
