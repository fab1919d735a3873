"""Time until something happens, when for some it has not happened yet, and for some it never can any more.

Sources: E. L. Kaplan and P. Meier, JASA 53 (1958) 457-481; O. Aalen and S. Johansen, Scandinavian Journal of
Statistics 5 (1978) 141-150; for the variance D. Collett, "Modelling Survival Data in Medical Research", 3rd edition,
section 12.4.
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy import stats

from scoring.domain.estimates import CONFIDENCE, Z

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]

# By how much a share of exactly a half, or exactly all, may come out wrong.
_ROUNDING = 1e-12


class Fate(IntEnum):
    """What ended the wait."""

    CENSORED = 0  # not yet: we stopped looking, or have not looked longer
    REACHED = 1
    LEFT = 2  # it can't happen any more


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each waited, and what ended it: two arrays of the same length."""

    durations: Numbers
    fates: Codes

    @classmethod
    def of(cls, durations: Sequence[float], fates: Sequence[int]) -> "Waits":
        return cls(np.asarray(durations, dtype=np.float64), np.asarray(fates, dtype=np.int8))

    @classmethod
    def joined(cls, groups: "Sequence[Waits]") -> "Waits":
        """All of them together; of none at all, nobody's."""
        if not groups:
            return cls.of([], [])
        return cls(
            np.concatenate([group.durations for group in groups]),
            np.concatenate([group.fates for group in groups]),
        )

    @classmethod
    def unpacked(cls, text: str) -> "Waits":
        """From whole numbers with commas between them, each seconds × 4 + fate, as the database packs them."""
        numbers = np.fromstring(text, dtype=np.int64, sep=",") if text else np.array([], dtype=np.int64)
        return cls((numbers >> 2).astype(np.float64), (numbers & 3).astype(np.int8))

    @property
    def n(self) -> int:
        return len(self.durations)

    def count(self, fate: Fate) -> int:
        return int(np.count_nonzero(self.fates == fate))


@dataclass(frozen=True, slots=True)
class Point:
    """A share with its interval; at 0 and at 1 the log-log interval has no bounds."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """The share that has got there by each of these times, 0..1, with its pointwise 95 % interval (NaN for none)."""

    times: Numbers
    reached: Numbers
    low: Numbers
    high: Numbers
    last: float
    method: str

    def at(self, time: float) -> Point | None:
        """The share that has got there by then; None beyond what was observed."""
        if time > self.last:
            return None
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return Point(0.0, None, None)
        low, high = float(self.low[place]), float(self.high[place])
        if math.isnan(low) or math.isnan(high):
            return Point(float(self.reached[place]), None, None)
        return Point(float(self.reached[place]), low, high)

    @property
    def median(self) -> float | None:
        """The first time at which the share that is still waiting is at most a half; None if it never is."""
        return _first(self.times, self.reached)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Where the bounds cross a half (R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29-41)."""
        return _first(self.times, self.high), _first(self.times, self.low)


@dataclass(frozen=True, slots=True)
class LogRank:
    """The log-rank test of two groups: z is above 0 when the first gets there sooner."""

    z: float
    p: float


def curve(waits: Waits) -> Curve:
    """Kaplan-Meier when nobody left, else Aalen-Johansen. There is at least one wait."""
    return incidence(waits) if waits.count(Fate.LEFT) else kaplan_meier(waits)


def kaplan_meier(waits: Waits) -> Curve:
    """1 − S with the log-log interval, for waits that nobody leaves."""
    found = stats.ecdf(_censored(waits)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that there are no bounds at 0 and at 1
        bounds = found.confidence_interval(CONFIDENCE, method="log-log")
    low, high = 1 - bounds.high.probabilities, 1 - bounds.low.probabilities
    last = float(waits.durations.max())
    return Curve(found.quantiles, 1 - found.probabilities, low, high, last, "Kaplan-Meier, log-log")


def incidence(waits: Waits) -> Curve:
    """The cumulative incidence of REACHED beside the competing LEFT, with the log-log interval.

    F(t) = Σ S(tᵢ₋₁) · d₁ᵢ / nᵢ over tᵢ ≤ t, where S is the Kaplan-Meier estimate of neither having happened.
    """
    order = np.argsort(waits.durations, kind="stable")
    durations, fates = waits.durations[order], waits.fates[order]
    times, first = np.unique(durations, return_index=True)
    n = (waits.n - first).astype(np.float64)
    reached = np.add.reduceat((fates == Fate.REACHED).astype(np.float64), first)
    ended = np.add.reduceat((fates != Fate.CENSORED).astype(np.float64), first)
    survival = np.cumprod(1 - ended / n)
    before = np.concatenate(([1.0], survival[:-1]))
    share = np.cumsum(before * reached / n)
    low, high = _log_log(share, _variance(share, before, n, reached, ended))
    return Curve(times, share, low, high, float(times[-1]), "Aalen-Johansen, log-log")


def log_rank(first: Waits, second: Waits) -> LogRank | None:
    """Two groups compared, who left counting as not looked at any longer; None when nobody got anywhere."""
    if not (first.count(Fate.REACHED) + second.count(Fate.REACHED)):
        return None
    with np.errstate(invalid="ignore", divide="ignore"):  # whose waits never overlap can't be compared
        found = stats.logrank(_censored(first), _censored(second))
    if not math.isfinite(found.statistic):
        return None
    return LogRank(float(found.statistic), float(found.pvalue))


def _censored(waits: Waits) -> stats.CensoredData:
    happened = waits.fates == Fate.REACHED
    return stats.CensoredData(uncensored=waits.durations[happened], right=waits.durations[~happened])


def _variance(share: Numbers, before: Numbers, n: Numbers, reached: Numbers, ended: Numbers) -> Numbers:
    """Collett's variance of the cumulative incidence, its three sums written as running totals."""
    left = n - ended
    # When everybody's wait ends at once nothing comes after, so this term is never looked at again.
    hazard = np.divide(ended, n * left, out=np.zeros_like(n), where=left > 0)
    cross = before * reached / n**2
    spread = (
        share**2 * np.cumsum(hazard) - 2 * share * np.cumsum(hazard * share) + np.cumsum(hazard * share**2)
    )
    own = np.cumsum(before**2 * reached * (n - reached) / n**3)
    both = share * np.cumsum(cross) - np.cumsum(cross * share)
    variance: Numbers = np.maximum(spread + own - 2 * both, 0.0)
    return variance


def _log_log(share: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
    inside = (share > 0) & (share < 1 - _ROUNDING)
    safe = np.where(inside, share, 0.5)
    margin = Z * np.sqrt(variance) / (safe * -np.log(safe))
    with np.errstate(over="ignore"):  # a bound of 0
        low = np.where(inside, safe ** np.exp(margin), np.nan)
        high = np.where(inside, safe ** np.exp(-margin), np.nan)
    return low, high


def _first(times: Numbers, shares: Numbers) -> float | None:
    places = np.flatnonzero(shares >= 0.5 - _ROUNDING)
    return float(times[places[0]]) if len(places) else None
