"""When a theme grows beyond chance: its last days against its own past, weekdays and the bustle of all comments
considered.

Days are of 24 hours and count backwards from the moment of looking: day 0 has just gone by, and days 0, 7, 14, … are
the same day of the week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p

WINDOWS = (1, 3)
BASELINE_DAYS = 28
DAYS = max(WINDOWS) + BASELINE_DAYS
# Below these there is nothing to compare with, or nothing to worry about.
_LEAST_HISTORY = 7
FLOOR = 5
# By simulation (benchmarks/emerging.py): about one false alarm in ten times 14 days, with thirty themes.
BEGINS = 3e-5
ENDS = 1e-2
# What a weekday or a busy day must bring forth before it is believed.
_DOUBT = 10.0
# How much days scatter before a theme's own are known: variance over mean, and how many days this is worth.
_SCATTER, _SCATTER_DAYS = 1.2, 28
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Rise:
    """So many in the last `days`, where so many were to be expected, and the chance of that many or more."""

    days: int
    seen: int
    expected: float
    chance: float


def rise(theme: Sequence[int], everything: Sequence[int], history: int) -> Rise | None:
    """The least likely of the windows; None where there is too little to tell.

    `theme` and `everything` are comments on each of the last DAYS days, the newest first; `history` is since how many
    days there are comments at all.
    """
    baseline_days = min(history - max(WINDOWS), BASELINE_DAYS)
    if baseline_days < _LEAST_HISTORY or sum(theme[: max(WINDOWS)]) < FLOOR:
        return None
    past = slice(max(WINDOWS), max(WINDOWS) + baseline_days)
    weights = _weekdays(everything[past], first=max(WINDOWS))
    scatter = _scatter(theme[past], weights, first=max(WINDOWS))
    found = [
        _rise(days, theme, everything, past, weights, scatter)
        for days in WINDOWS
        if sum(theme[:days]) >= FLOOR
    ]
    return min(found, key=lambda one: one.chance)


def tail(seen: int, mean: float, size: float) -> float:
    """P(X >= seen) of a negative binomial with this mean and size (variance mean + mean²/size), exactly."""
    if seen <= mean:
        return max(0.0, 1.0 - sum(_exactly(count, mean, size) for count in range(seen)))
    # Summed upwards, where each term is less than the one before: one minus the sum below would lose what is small.
    term, total, count = _exactly(seen, mean, size), 0.0, seen
    while term > total * 1e-12:
        total += term
        term *= mean / (mean + size) * (count + size) / (count + 1)
        count += 1
    return total


def _exactly(count: int, mean: float, size: float) -> float:
    ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return exp(ways - size * log1p(mean / size) + count * log(mean / (mean + size)))


def _rise(
    days: int,
    theme: Sequence[int],
    everything: Sequence[int],
    past: slice,
    weights: Sequence[float],
    scatter: float,
) -> Rise:
    known = sum(theme[past])
    length = past.stop - past.start
    exposure = sum(weights[day % _WEEK] for day in range(days)) / length
    seen = sum(theme[:days])
    others = sum(everything[:days]) - seen
    expected_others = (sum(everything[past]) - known) * exposure
    bustle = max(1.0, (others + _DOUBT) / (expected_others + _DOUBT))
    # With a half before anything was seen (Jeffreys), the rate is as unsure as its baseline is short.
    mean = (known + 0.5) * exposure * bustle
    size = mean / ((scatter - 1) + mean / (known + 0.5))
    return Rise(days, seen, mean, tail(seen, mean, size))


def _weekdays(everything: Sequence[int], first: int) -> list[float]:
    """How busy each day of the week is, 1 on average; what few comments say of it is not believed quite."""
    sums, counts = [0.0] * _WEEK, [0] * _WEEK
    for day, count in enumerate(everything, first):
        sums[day % _WEEK] += count
        counts[day % _WEEK] += 1
    mean = sum(sums) / len(everything)
    return [(total + _DOUBT) / (mean * n + _DOUBT) for total, n in zip(sums, counts, strict=True)]


def _scatter(theme: Sequence[int], weights: Sequence[float], first: int) -> float:
    """Variance over mean of the days, at least that of chance alone (1), half believed after four weeks."""
    mean = sum(theme) / len(theme)
    squares = 0.0
    for day, count in enumerate(theme, first):
        expected = mean * weights[day % _WEEK]
        squares += (count - expected) ** 2 / expected if expected else 1.0
    return max(1.0, (_SCATTER_DAYS * _SCATTER + squares) / (_SCATTER_DAYS + len(theme)))
