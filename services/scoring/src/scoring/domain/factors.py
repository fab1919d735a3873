"""Factors: what may go with a score. What happened before the answer, what else was answered, and what it was about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from scoring.domain.scales import Direction, Scale

_SECONDS_A_DAY = 86400
_NAMED = re.compile(
    r"(?:answer:(?P<question>.{1,200})|attribute:(?P<attribute>[a-z0-9][a-z0-9_-]{0,63}):(?P<value>.{1,100}))"
)


class Operational(StrEnum):
    """What happened on the journey, from its first touchpoint to the answer. Of all these, less is better."""

    DURATION = "duration_days"
    TOUCHPOINTS = "touchpoints"
    HANDOFFS = "handoffs"
    REWORK = "rework"
    CHANNEL_SWITCHES = "channel_switches"


class FactorKind(StrEnum):
    OPERATIONAL = "operational"
    PERCEPTION = "perception"
    DIMENSION = "dimension"


class UnknownFactorError(ValueError):
    """No factor has this name."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor by its name.

    An `Operational`; `answer:<question>` of the same response; or `attribute:<name>:<value>`, which is 1 where the
    touchpoint has that value and 0 elsewhere.
    """

    name: str
    kind: FactorKind
    operational: Operational | None = None
    question: str | None = None
    attribute: tuple[str, str] | None = None

    @classmethod
    def of(cls, name: str) -> "Factor":
        """The factor of this name; raises UnknownFactorError."""
        if name in list(Operational):
            return cls(name, FactorKind.OPERATIONAL, operational=Operational(name))
        named = _NAMED.fullmatch(name)
        if named is None:
            raise UnknownFactorError(name)
        if named["question"]:
            return cls(name, FactorKind.PERCEPTION, question=named["question"])
        return cls(name, FactorKind.DIMENSION, attribute=(named["attribute"], named["value"]))


@dataclass(frozen=True, slots=True)
class Run:
    """A case as `domain.cases` has it: when it began, and one entry a touchpoint, with the seconds between them."""

    started_at: datetime
    path: Sequence[str]
    gaps: Sequence[int]
    channels: Sequence[str]
    owners: Sequence[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a factor is from its best: `volume` is the share of answers that fall short of it, `size` by how much
    these do on average, 0..1 of the way from the best to the worst.
    """

    size: float
    volume: float


def happened_before(run: Run, moment: datetime) -> dict[Operational, float]:
    """What had happened when the customer answered: nothing that came later can go with the answer."""
    times = list(accumulate(run.gaps, lambda at, gap: at + timedelta(seconds=gap), initial=run.started_at))
    # The gaps are whole seconds, so a touchpoint may seem up to one earlier than it was, for each before it.
    n = max(1, sum(at <= moment for at in times))
    path = run.path[:n]
    return {
        Operational.DURATION: (moment - run.started_at).total_seconds() / _SECONDS_A_DAY,
        Operational.TOUCHPOINTS: n,
        Operational.HANDOFFS: _changes(run.owners[:n]),
        Operational.REWORK: n - len(set(path)),
        Operational.CHANNEL_SWITCHES: _changes(run.channels[:n]),
    }


def gap_on_scale(values: NDArray[np.float64], scale: Scale) -> Gap:
    """Of answers, the best being the end of their scale."""
    low, high = scale.minimum, scale.maximum
    best, worst = (high, low) if scale.direction is Direction.HIGHER_IS_BETTER else (low, high)
    return _gap(values, best, worst)


def gap_in_practice(values: NDArray[np.float64]) -> Gap:
    """Of what should be little: the best is what the best tenth of customers have, the worst what the worst tenth have.

    Where these are the same, as for what rarely happens at all, it is the least and the most.
    """
    best, worst = np.quantile(values, [0.1, 0.9])
    if best == worst:
        best, worst = values.min(), values.max()
    return _gap(values, float(best), float(worst))


def _gap(values: NDArray[np.float64], best: float, worst: float) -> Gap:
    if best == worst:
        return Gap(0.0, 0.0)
    short = np.clip((values - best) / (worst - best), 0, 1)
    affected = short > 0
    return Gap(float(short[affected].mean()) if affected.any() else 0.0, float(affected.mean()))


def _changes(stated: Sequence[str]) -> int:
    """What was not stated is no change."""
    return sum(before not in (after, "") for before, after in pairwise(stated))
