"""How often an emerging theme is found, how soon, and how often one is cried that is none; simulated.

    python benchmarks/emerging.py [RUNS]

A company with thirty themes, from one comment in five days to twenty a day. Comments come by chance (negative binomial,
the variance of a day 1.3 times its mean), fewer at weekends. It is looked every hour for 14 days after four weeks and
a bit of history. For what is found, one theme grows at a certain hour and stays so.
"""

import sys
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.emerging import BASELINE_DAYS, BEGINS, DAYS, FLOOR, WINDOWS, rise

SEED = 20261122
THEMES = 30
WATCHED = 14
HOURS = 24
WEEKDAYS = np.array([1.2, 1.15, 1.1, 1.1, 1.05, 0.75, 0.65])
SCATTER = 1.3
# Comments a day before and after.
GROWTHS = ((0.0, 4.0), (0.5, 6.0), (1.0, 8.0), (3.0, 15.0), (8.0, 24.0), (1.0, 3.0), (8.0, 14.0))


@dataclass(frozen=True)
class Found:
    """How many of so many runs found the theme within 3, 4 and 14 days, and the median of the days that it took."""

    within: dict[int, float]
    days: float


def rates(chance: np.random.Generator) -> NDArray[np.float64]:
    """Comments a day of each theme, evenly spread on a logarithmic scale."""
    return np.exp(chance.uniform(np.log(0.2), np.log(20), THEMES))


def hours(by_day: NDArray[np.float64], days: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Comments by theme and hour. A day's rate varies by chance, so that days scatter by SCATTER."""
    means = by_day[:, None] * WEEKDAYS[np.arange(days) % 7]
    shape = np.maximum(means, 1e-9) / (SCATTER - 1)
    daily = chance.gamma(shape, SCATTER - 1)
    return chance.poisson(np.repeat(daily / HOURS, HOURS, axis=1))


def first_alarms(counts: NDArray[np.int64], everything: NDArray[np.int64], since: int) -> list[int | None]:
    """For each theme the first hour at which it is called emerging, counted from hour `since` on."""
    summed = np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))
    summed_all = np.concatenate([[0], np.cumsum(everything)])
    found: list[int | None] = [None] * len(counts)
    for hour in range(since + 1, counts.shape[1] + 1):
        if None not in found:
            break
        ends = hour - HOURS * np.arange(DAYS + 1)
        days_all = -np.diff(summed_all[ends])
        for theme in np.flatnonzero(_may_be_emerging(summed, hour)):
            if found[theme] is None:
                days = -np.diff(summed[theme][ends])
                risen = rise(days.tolist(), days_all.tolist(), DAYS)
                if risen is not None and risen.chance < BEGINS:
                    found[theme] = hour - since
    return found


def _may_be_emerging(summed: NDArray[np.int64], hour: int) -> NDArray[np.bool_]:
    """Spares the exact look at what is below the floor, or in no window above its own past."""
    before = hour - HOURS * max(WINDOWS)
    usual = (summed[:, before] - summed[:, hour - HOURS * DAYS]) / BASELINE_DAYS
    recent = [(summed[:, hour] - summed[:, hour - HOURS * days], days) for days in WINDOWS]
    risen = [(count >= FLOOR) & (count > usual * days) for count, days in recent]
    found: NDArray[np.bool_] = np.logical_or.reduce(risen)
    return found


def false_alarms(runs: int, chance: np.random.Generator) -> float:
    """Themes that are called emerging in 14 days in which nothing happens, on average."""
    told = 0
    for _ in range(runs):
        counts = hours(rates(chance), DAYS + WATCHED, chance)
        told += sum(alarm is not None for alarm in first_alarms(counts, counts.sum(axis=0), DAYS * HOURS))
    return told / runs


def found(before: float, after: float, runs: int, chance: np.random.Generator) -> Found:
    """What becomes of a theme that grows so at some hour of the week, beside the others."""
    took: list[float] = []
    for _ in range(runs):
        by_day = rates(chance)
        by_day[0] = before
        counts = hours(by_day, DAYS + WATCHED + 1, chance)
        since = DAYS * HOURS + int(chance.integers(HOURS))
        extra = hours(np.array([after - before]), DAYS + WATCHED + 1, chance)[0]
        counts[0, since:] += extra[since:]
        (alarm,) = first_alarms(counts[:1], counts.sum(axis=0), since)
        took.append(alarm / HOURS if alarm is not None else float("inf"))
    within = {days: 100 * sum(time <= days for time in took) / runs for days in (3, 4, WATCHED)}
    return Found(within, median(took))


def main(runs: int) -> None:
    """Print both tables."""
    chance = np.random.default_rng(SEED)
    print(f"\n| Emerging themes, simulated ({runs} runs) | per 14 days |\n|---|--:|")
    print(f"| false alarms, {THEMES} themes | {false_alarms(runs, chance):.2f} |", flush=True)
    print("\n| Grows | within 3 days, % | within 4 days, % | within 14 days, % | median, days |")
    print("|---|--:|--:|--:|--:|")
    for before, after in GROWTHS:
        one = found(before, after, runs, chance)
        shares = " | ".join(f"{share:.1f}" for share in one.within.values())
        print(f"| from {before:g} to {after:g} a day | {shares} | {one.days:.1f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
