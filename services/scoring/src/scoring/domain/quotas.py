"""The immersion quota of a plan: who is paid for what customers experience goes and looks, so many times a period."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from scoring.domain.problems import Problem

# More than one a day is nobody's.
MOST_IMMERSIONS = 366


@dataclass(frozen=True, slots=True)
class ImmersionQuota:
    """So many immersions with notes and channel in the period, or no more than `pays_at_most` percent of the target
    bonus are paid.
    """

    n: int
    pays_at_most: Decimal

    def problems(self) -> Iterator[Problem]:
        """What would make it no quota."""
        if not 1 <= self.n <= MOST_IMMERSIONS:
            yield Problem(
                "n", f"A quota is a number between 1 and {MOST_IMMERSIONS} a period; this is {self.n}."
            )
        if not 0 <= self.pays_at_most < 100:
            yield Problem(
                "pays_at_most",
                f"A missed quota must cost something: less than 100 % is paid; this is {self.pays_at_most:f} %.",
            )


@dataclass(frozen=True, slots=True)
class Immersed:
    """An immersion that counts, as far as a scorecard tells of it: when, where and which, not what was said."""

    id: UUID
    day: date
    channel: str


@dataclass(frozen=True, slots=True)
class QuotaCheck:
    """What a person had of what the quota asks."""

    quota: ImmersionQuota
    counted: int

    @property
    def met(self) -> bool:
        return self.counted >= self.quota.n


# By person: those that count. Who had none may be missing.
Immersions = Mapping[str, Sequence[Immersed]]
