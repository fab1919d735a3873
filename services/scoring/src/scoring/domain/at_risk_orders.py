"""That somebody asked for a model of who is at risk, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from scoring.domain.at_risk_factors import RiskFactor


class OrderState(StrEnum):
    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelOrder:
    """Of which journey, from the answers to which kind of survey, with which factors; `version` once it is made."""

    id: UUID
    journey: str
    kind: str
    factors: list[str]
    by: str
    request_id: str
    asked_at: datetime
    state: str = OrderState.WAITING
    version: int | None = None

    @property
    def wanted(self) -> list[RiskFactor]:
        """The factors by their meaning."""
        return [RiskFactor(name) for name in self.factors]


def in_their_order(factors: Collection[RiskFactor]) -> list[str]:
    """The same factors always in the same order, so that asking for them in another is asking for the same."""
    return [factor.value for factor in RiskFactor if factor in factors]
