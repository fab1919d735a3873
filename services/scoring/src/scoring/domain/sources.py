"""Sources of information: how often each gave what was needed, and how old it was when it was asked."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from scoring.domain.estimates import CONFIDENCE, Hidden, Measured
from scoring.domain.journey_parts import hidden_parts
from scoring.domain.journey_selections import CaseSelection, Place
from scoring.domain.journeys import Source
from scoring.domain.shares import share
from scoring.domain.suppression import Cell

Ages = npt.NDArray[np.int64]
# By source (None for all in all channels) and place: how many cases each source and channel has.
_Table = defaultdict[str | None, defaultdict[Place, dict[Cell, int]]]
_DAY = 86400


@dataclass(frozen=True, slots=True)
class UseSize:
    """In how many cases a source was asked, in one channel or (None) in all, and in how many its age was known."""

    source: str
    channel: str | None
    cases: int
    aged: int


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

    @property
    def size(self) -> UseSize:
        """What decides whether it is hidden."""
        return UseSize(self.source, self.channel, self.cases, self.cases_with_age)


@dataclass(frozen=True, slots=True)
class HiddenUses:
    """Sources with one of their channels, or None, that are hidden, and those of which only the ages are."""

    uses: Collection[Cell]
    ages: Collection[Cell]


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


def hidden_uses(selection: CaseSelection, sizes: Mapping[Place, Iterable[UseSize]]) -> HiddenUses:
    """What is hidden in this selection: one case asks several sources, and one source in several channels.

    The lookups of all sources together are known, and of one in all channels. Ages of all sources are told nowhere.
    """
    cases: _Table = defaultdict(lambda: defaultdict(dict))
    aged: _Table = defaultdict(lambda: defaultdict(dict))
    for place, found in sizes.items():
        for use in found:
            group = None if use.channel is None else use.source
            cases[group][place][use.source, use.channel] = use.cases
            aged[group][place][use.source, use.channel] = use.aged
    uses, ages = set[Cell](), set[Cell]()
    for group, table in cases.items():
        uses |= hidden_parts(selection, table, summed=True, overlapping=True)
        ages |= hidden_parts(selection, aged[group], summed=group is not None, overlapping=True)
    return HiddenUses(uses, ages)


def told(uses: Sequence[Use], declared: Iterable[Source], hidden: HiddenUses) -> list[SourceTold]:
    """The sources that are not hidden, each with those of the channels in which it was asked."""
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
                part.channel or "": used for part, used in _shown(parts[use.source], fresh_days, hidden)
            },
        )
        for use, whole in _shown(wholes, fresh_days, hidden)
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
    uses: Iterable[Use], fresh_days: Mapping[str, int], hidden: HiddenUses
) -> Iterator[tuple[Use, Used]]:
    for use in uses:
        place = (use.source, use.channel)
        if place in hidden.uses:
            continue
        known: Age | Hidden | None = None
        if use.cases_with_age:
            known = Hidden() if place in hidden.ages else age(use.ages, fresh_days.get(use.source))
        yield use, Used(share(use.found, use.lookups), known)


def _days(seconds: float) -> float | None:
    return None if math.isnan(seconds) else float(seconds) / _DAY
