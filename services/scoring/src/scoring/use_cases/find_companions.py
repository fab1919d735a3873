"""Find what stands beside each score: the journey's outcome and the counter-measure, of the same period."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from psycopg import Connection

from scoring.domain.breakdowns import PERIODS, Item, SliceValues
from scoring.domain.companions import OUTCOME, Companion, Missing, Pair
from scoring.domain.estimates import SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.rollups import CHOICE_TYPES
from scoring.domain.scores import headline
from scoring.domain.selections import Selection
from scoring.domain.shares import share, without
from scoring.domain.suppression import Cell, hidden_cells
from scoring.domain.tallies import ZERO, Tally
from scoring.store import journey_outcomes, measures
from scoring.store.feedback_rollups import FEEDBACK_DIMENSIONS
from scoring.use_cases.measure_scores import measure_scores

_FEEDBACK = "resolved_share"
# Counter-measures that are scores themselves, of the same slice.
_SCORES = ("nps", "ces", "csat", _FEEDBACK)
Place: TypeAlias = tuple[Hashable, ...]
_ALL = date.min  # stands for the whole of what was asked for


# A dashboard is asked again and again, and most of its periods are over.
_share = lru_cache(maxsize=2**12)(share)


class Companions:
    """The companions of all scores of a breakdown, found with as many queries as there are kinds of them."""

    def __init__(
        self,
        connection: Connection,
        measure: str,
        selection: Selection,
        by: Sequence[str],
        now: datetime,
        *,
        subtotals: bool = False,
    ) -> None:
        """With `subtotals` also those of the scores over each beginning of `by`."""
        self._selection = selection
        self._journey = selection.slice.journey
        self._by = by
        self._period = next((name for name in PERIODS if name in by), None)
        known = measures.in_force(connection)
        entry = known.get("choice" if measure in CHOICE_TYPES else measure)
        self._counter = entry.counter_measure if entry else None
        self._outcomes = _outcomes(connection, selection, self._period, now)
        self._scores = self._find_scores(connection, by, subtotals=subtotals)
        self._others: dict[object, Companion] = {}
        self._pairs: dict[Place, Pair] = {}

    def beside(self, kind: str | None, slice_: SliceValues) -> Pair:
        """Those of the score of this kind and slice; the same figure is the same object."""
        place = self._place(kind, slice_)
        pair = self._pairs.get(place)
        if pair is None:
            journey = slice_.get("journey", self._journey)
            period = slice_.get(self._period) if self._period else None
            day = period if isinstance(period, date) else None
            outcome = self._outcome(str(journey) if journey else None, day)
            pair = Pair(outcome, self._counter_measures(self._scored(place), outcome, day))
            self._pairs[place] = pair
        return pair

    def beside_others(self, kind: str | None, slice_: SliceValues) -> Pair:
        """Those of the score of all other slices together; hidden where they would give away what this one hides."""
        whole = self._outcome(None if "journey" in self._by else self._journey, None)
        outcome = (
            _left(whole, self.beside(kind, slice_).outcome) if list(self._by) == [self._period] else whole
        )
        here = {item.scale: item for item in self._scored(self._place(kind, slice_))}
        everywhere = self._scored(self._place(kind, {}))
        found = [item._replace(tally=_left_over(item, here.get(item.scale))) for item in everywhere]
        return Pair(outcome, self._counter_measures(found, outcome, None))

    def _outcome(self, journey: str | None, day: date | None) -> Companion:
        told = self._outcomes.get(journey)
        if told is not None:
            return told.get(day or _ALL) or self._other(OUTCOME, journey, day, Hidden())
        return self._other(OUTCOME, journey, day, Missing.NOT_DESIGNED if journey else Missing.NO_JOURNEY)

    def _counter_measures(
        self, found: Sequence[Item], outcome: Companion, day: date | None
    ) -> tuple[Companion, ...]:
        counter = self._counter
        if counter == OUTCOME:
            return (outcome,)
        if counter is None:
            return (self._other(None, None, None, Missing.NOT_NAMED),)
        if counter not in _SCORES:
            return (self._other(counter, None, None, Missing.OF_JOURNEYS),)
        if self._scores is None:
            return (self._other(counter, None, None, Missing.NOT_TOLD_APART),)
        if not found:
            return (self._other(counter, None, None, Missing.NOT_ANSWERED),)
        return tuple(
            [
                Companion(counter, item.scale.version, outcome.journey, day, headline(item.scale, item.tally))
                for item in found
            ]
        )

    def _place(self, kind: str | None, slice_: SliceValues) -> Place:
        """Where the counter-measure is, if it is a score: in surveys of the same kind, and in the same slice.

        All slices have values for a beginning of the same dimensions, so the values alone tell them apart.
        """
        return (None if self._counter == _FEEDBACK else kind or "transactional", *slice_.values())

    def _scored(self, place: Place) -> Sequence[Item]:
        """The counter-measure there, on each scale that it was asked on."""
        return self._scores.get(place, ()) if self._scores else ()

    def _find_scores(
        self, connection: Connection, by: Sequence[str], *, subtotals: bool
    ) -> Mapping[Place, list[Item]] | None:
        """Those of the counter-measure by kind of survey and slice; None where it has none of what was asked for."""
        if self._counter not in _SCORES:
            return None
        selection = replace(self._selection, question=None, definition=None, kind=None)
        if self._counter == _FEEDBACK and not _is_told_of_feedback(selection, by):
            return None
        found = measure_scores(connection, self._counter, selection, by, subtotals=subtotals)
        scored: dict[Place, list[Item]] = {}
        for item in (*found.totals, *found.subtotals, *(found.items if by else ())):
            scored.setdefault((item.kind, *item.slice.values()), []).append(item)
        return scored

    def _other(
        self, measure: str | None, journey: str | None, day: date | None, found: Measured | Missing
    ) -> Companion:
        """One without a figure; why there is none follows from what it is of."""
        companion = self._others.get((measure, journey, day))
        if companion is None:
            companion = Companion(measure, None, journey, day, found)
            self._others[measure, journey, day] = companion
        return companion


def _left(whole: Companion, here: Companion) -> Companion:
    """The outcome in all other periods; that of a journey has a figure in each, or in none."""
    if isinstance(whole.found, Missing) or isinstance(here.found, Missing):
        return whole
    return whole._replace(found=without(whole.found, here.found))


def _left_over(whole: Item, here: Item | None) -> Tally:
    """The answers in all other slices; none where those that are hidden here would follow."""
    if here is None:
        return whole.tally
    return whole.tally - here.tally if here.shown else ZERO


def _outcomes(
    connection: Connection, selection: Selection, period: str | None, now: datetime
) -> dict[str | None, dict[date, Companion]]:
    """By designed journey and period; what is hidden of one journey does not follow from its other periods."""
    versions = journey_outcomes.versions(connection, selection.slice.journey)
    if not versions:
        return {}
    days = selection.first_day, selection.last_day
    told: defaultdict[str, dict[Cell, tuple[int, int]]] = defaultdict(dict)
    for row in journey_outcomes.by_period(connection, versions, *days, now, period):
        told[row.journey][(row.period or _ALL,)] = row.succeeded, row.n
    return {
        journey: _of_journey(journey, f"{OUTCOME}-1 of {journey} version {version}", told[journey], period)
        for journey, version in versions.items()
    }


def _of_journey(
    journey: str, definition: str, told: Mapping[Cell, tuple[int, int]], period: str | None
) -> dict[date, Companion]:
    hidden = hidden_cells({cell: n for cell, (_, n) in told.items()}, SMALLEST_SHOWN)
    counts = {cell: counted for cell, counted in told.items() if period}
    counts[(...,)] = sum(one for one, _ in told.values()), sum(n for _, n in told.values())
    found: dict[date, Companion] = {}
    for cell, (succeeded, n) in counts.items():
        day = cell[0] if isinstance(cell[0], date) else None
        estimate = Hidden() if cell in hidden or not n else _share(succeeded, n)
        found[day or _ALL] = Companion(OUTCOME, definition, journey, day, estimate)
    return found


def _is_told_of_feedback(selection: Selection, by: Sequence[str]) -> bool:
    chosen = selection.slice
    stated = {name for name in chosen.__slots__ if getattr(chosen, name) is not None}
    stated |= {"version"} if selection.version else set()
    return {*stated, *by} <= {*FEEDBACK_DIMENSIONS, *PERIODS}
