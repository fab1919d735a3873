"""Sources of information: how often each gave what was needed, and how old it was when it was asked."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from scoring.domain.cells import hidden_overlapping
from scoring.domain.estimates import CONFIDENCE, SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.journeys import Source
from scoring.domain.shares import share

Ages = npt.NDArray[np.int64]
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Use:
    """Lookups in one source, of one channel or (None) of all: how many in how many cases, and the known ages (s)."""

    source: str
    channel: str | None
    cases: int
    lookups: int
    found: int
    cases_with_age: int
    ages: Ages


@dataclass(frozen=True, slots=True)
class Age:
    """How old a source was when it was asked, in days. A median of five has no interval yet.

    `fresh` is the share that was not older than the design allows; None where it allows nothing.
    """

    n: int
    median: float
    low: float | None
    high: float | None
    fresh: Measured | None


@dataclass(frozen=True, slots=True)
class Used:
    """What is told of a source or of one channel of it; `age` is None where nobody knows any."""

    found: Measured
    age: Age | Hidden | None


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source, in all and by the channel in which it was asked; "" is where none was stated."""

    source: str
    fresh_days: int | None
    whole: Used
    channels: Mapping[str, Used]


def told(uses: Sequence[Use], declared: Iterable[Source]) -> list[SourceTold]:
    """The sources that enough cases asked, each with the channels in which enough of them did.

    What is small is left out with so much more that no sum gives it away.
    """
    fresh_days = {source.key: source.fresh_days for source in declared}
    parts: dict[str, list[Use]] = {}
    for use in uses:
        if use.channel is not None:
            parts.setdefault(use.source, []).append(use)
    wholes = [use for use in uses if use.channel is None]
    return [
        SourceTold(
            source=use.source,
            fresh_days=fresh_days.get(use.source),
            whole=whole,
            channels={
                part.channel or "": used
                for part, used in _shown(parts[use.source], fresh_days, ages_have_a_sum=True)
            },
        )
        for use, whole in _shown(wholes, fresh_days, ages_have_a_sum=False)
    ]


def age(ages: Ages, fresh_days: int | None) -> Age:
    """Of at least SMALLEST_SHOWN ages in seconds. Fresh is what is at most so many days old.

    The interval of the median lies between two of the ages themselves, by the binomial distribution: W. J. Conover,
    "Practical Nonparametric Statistics", 3rd edition, section 3.2.
    """
    bounds = stats.quantile_test(ages, p=0.5).confidence_interval(CONFIDENCE)
    return Age(
        n=len(ages),
        median=float(np.median(ages)) / _DAY,
        low=_days(bounds.low),
        high=_days(bounds.high),
        fresh=None if fresh_days is None else share(int((ages <= fresh_days * _DAY).sum()), len(ages)),
    )


def _shown(
    uses: Sequence[Use], fresh_days: Mapping[str, int], *, ages_have_a_sum: bool
) -> Iterator[tuple[Use, Used]]:
    """Those that can be told, of uses that add up to lookups that are known. Ages of all sources are told nowhere."""
    hidden = _hidden({place: use.cases for place, use in enumerate(uses)})
    aged = {place: use.cases_with_age for place, use in enumerate(uses) if use.cases_with_age}
    small = {place for place, cases in aged.items() if cases < SMALLEST_SHOWN}
    hidden_ages = _hidden(aged) if ages_have_a_sum else small
    for place, use in enumerate(uses):
        if place in hidden:
            continue
        known: Age | Hidden | None = None
        if use.cases_with_age:
            known = Hidden() if place in hidden_ages else age(use.ages, fresh_days.get(use.source))
        yield use, Used(share(use.found, use.lookups), known)


def _hidden(cases: Mapping[int, int]) -> set[int]:
    """The places to hide, of cases by place; one case can be in several."""
    places = list(cases)
    return {places[place] for place in hidden_overlapping(cases.values(), [range(len(places))])}


def _days(seconds: float) -> float | None:
    return None if math.isnan(seconds) else float(seconds) / _DAY
