"""Spikes at the end of a period: more answers in its last days than the unit's own weeks before let expect.

On each weekday the answers of the last days are compared with those of the days before. If they come as they always do
(Poisson, at a rate of the weekday's own), then of all answers on that weekday a share of the last days' share of such
days falls into the last days: the conditional test of two rates, J. Przyborowski and H. Wilenski, "Homogeneity of
results in testing samples from Poisson series", Biometrika 31 (1940) 313-323. The weekdays together are binomial with
their mean share, which errs on the safe side (W. Hoeffding, Annals of Mathematical Statistics 27 (1956) 713-721).
Answers that come in clumps count for fewer: all counts are divided by the dispersion of the days before, if above 1.
"""

import math
from collections.abc import Mapping
from datetime import date, timedelta

from scipy.special import betainc

from scoring.domain.gaming.results import Check, Result, too_little
from scoring.domain.plans import Period
from scoring.domain.slices import Slice

# A tenth of the period, a week at most.
_LAST_TENTH, _MOST_LAST_DAYS = 10, 7
# Four weeks tell what a weekday is like.
SHORTEST_DAYS = 28
_SMALLEST_EXPECTED = 5
SMALLEST_RATIO = 1.5


def period_end(unit: Slice, answers: Mapping[date, int], period: Period) -> Result:
    """The unit's answers by day. Effect: how many times as many as expected."""
    days = [period.first_day + timedelta(number) for number in range(period.length.days)]
    counted = [answers.get(day, 0) for day in days]
    last = min(_MOST_LAST_DAYS, max(1, len(days) // _LAST_TENTH))
    if len(days) < SHORTEST_DAYS:
        return too_little(Check.PERIOD_END, unit, len(days), SHORTEST_DAYS)
    share, total, hits = _on_the_weekdays(days, counted, last)
    needed = math.ceil(_SMALLEST_EXPECTED / share)
    if total < needed:
        return too_little(Check.PERIOD_END, unit, total, needed)
    clump = max(1.0, _dispersion(days[:-last], counted[:-last]))
    return Result(
        Check.PERIOD_END,
        unit,
        total,
        hits=hits,
        expected=total * share,
        p=_at_least(hits / clump, total / clump, share),
        effect=hits / (total * share),
        threshold=SMALLEST_RATIO,
    )


def _on_the_weekdays(days: list[date], counted: list[int], last: int) -> tuple[float, int, int]:
    """Over the weekdays of the last days: the share that they are expected to have, all answers, and theirs."""
    expected, total = 0.0, 0
    weekdays = [day.weekday() for day in days]
    for weekday in set(weekdays[-last:]):
        n = sum(count for count, day in zip(counted, weekdays, strict=True) if day == weekday)
        expected += n * weekdays[-last:].count(weekday) / weekdays.count(weekday)
        total += n
    return (expected / total if total else last / len(days)), total, sum(counted[-last:])


def _at_least(hits: float, n: float, share: float) -> float:
    """P(X ≥ hits) of a binomial X, by the incomplete beta function, which takes parts of answers too."""
    return float(betainc(hits, n - hits + 1, share)) if hits else 1.0


def _dispersion(days: list[date], counted: list[int]) -> float:
    """Pearson's χ² of the days against the mean of their weekday, by its degrees of freedom; 1 for Poisson."""
    by_weekday: dict[int, list[int]] = {}
    for day, count in zip(days, counted, strict=True):
        by_weekday.setdefault(day.weekday(), []).append(count)
    squares, freedom = 0.0, 0
    for counts in by_weekday.values():
        mean = sum(counts) / len(counts)
        if mean:
            squares += sum((count - mean) ** 2 for count in counts) / mean
            freedom += len(counts) - 1
    return squares / freedom if freedom else 1.0
