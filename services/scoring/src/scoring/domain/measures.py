"""The register of measures: who answers for each, what it is for, and what it must be seen beside."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.domain.plan_measures import MEASURES


class Purpose(StrEnum):
    """Whom a measure tells of: the customer, the company's income, or its spending."""

    EXPERIENCE = "experience"
    VALUE = "value"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class RegisteredMeasure:
    """A measure of `plan_measures` by its key.

    Version 0 is as it comes with Escucha, which nobody owns and nobody has set a day to review. `counter_measure` is
    the key of the one that gets worse when this one is pushed.
    """

    key: str
    version: int
    owner: str | None
    purpose: Purpose
    counter_measure: str | None
    review_date: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether the day of its review has passed."""
        return self.review_date is not None and self.review_date < today


# Whoever asks only who will answer well loses the journey; whoever hurries cases loses the customer.
_COUNTERS = {
    "nps": "journey_success",
    "ces": "journey_success",
    "csat": "journey_success",
    "rating": "journey_success",
    "choice": "journey_success",
    "resolved_share": "csat",
    "fcr": "csat",
    "journey_success": "csat",
    "setup_success": "ces",
    "setup_at_once": "setup_success",
    "complaints_given_up": "resolved_share",
    "within": "fcr",
    "time_to": "fcr",
}


def built_in() -> dict[str, RegisteredMeasure]:
    """Every measure as it comes with Escucha, by its key."""
    return {
        key: RegisteredMeasure(key, 0, None, Purpose.EXPERIENCE, _COUNTERS.get(key), None) for key in MEASURES
    }
