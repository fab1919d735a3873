"""Outcomes: how long it takes to get there, and in whose hands it takes longer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scoring.domain.estimates import SMALLEST_SHOWN, Hidden
from scoring.domain.survival import Curve, Fate, Point, Waits, curve, log_rank

# After how many days the share that has got there is told.
HORIZONS = (1, 7, 30, 90)
_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class TimeTo:
    """How long cases take to get somewhere; times in days. `by_day` is null where nobody was observed that long."""

    n: int
    reached: int
    left: int
    waiting: int
    median: float | None
    median_low: float | None
    median_high: float | None
    by_day: dict[int, Point | None]
    method: str
    curve: Curve = field(compare=False)
    """In seconds."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One group against all others by log-rank. z above 0: it gets there sooner. `adjusted_p` is Holm's."""

    group: str
    n: int
    z: float
    p: float
    adjusted_p: float


def time_to(waits: Waits) -> TimeTo | Hidden:
    """Waits are in seconds."""
    if waits.n < SMALLEST_SHOWN:
        return Hidden()
    found = curve(waits)
    low, high = found.median_interval
    return TimeTo(
        n=waits.n,
        reached=waits.count(Fate.REACHED),
        left=waits.count(Fate.LEFT),
        waiting=waits.count(Fate.CENSORED),
        median=_days(found.median),
        median_low=_days(low),
        median_high=_days(high),
        by_day={days: found.at(days * _DAY) for days in HORIZONS},
        method=found.method,
        curve=found,
    )


def compare(groups: Mapping[str, Waits]) -> list[Compared]:
    """Each group that is large enough against all the others together."""
    tested = []
    for name, waits in groups.items():
        others = Waits.joined([other for key, other in groups.items() if key != name])
        if min(waits.n, others.n) >= SMALLEST_SHOWN and (test := log_rank(waits, others)):
            tested.append((name, waits.n, test))
    adjusted = holm([test.p for _, _, test in tested])
    return [Compared(name, n, test.z, test.p, p) for (name, n, test), p in zip(tested, adjusted, strict=True)]


def holm(values: Sequence[float]) -> list[float]:
    """p values of several tests, so that all of them together err once in twenty.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
    (1979) 65-70.
    """
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=lambda place: values[place])):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        adjusted[place] = highest
    return adjusted


def _days(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / _DAY
