"""Find what stands beside each score: the journey's outcome and the counter-measure, of the same period."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from psycopg import Connection

from scoring.domain.breakdowns import PERIODS, Item, SliceValues
from scoring.domain.companions import OUTCOME, Companion, Missing, Pair
from scoring.domain.estimates import SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.rollups import CHOICE_TYPES
from scoring.domain.selections import Selection
from scoring.domain.shares import share
from scoring.domain.suppression import Cell, hidden_cells
from scoring.store import journey_outcomes, measures
from scoring.store.feedback_rollups import FEEDBACK_DIMENSIONS
from scoring.use_cases.measure_scores import measure_scores

_FEEDBACK = "resolved_share"
# Counter-measures that are scores themselves, of the same slice.
_SCORES = ("nps", "ces", "csat", _FEEDBACK)
_ALL = date.min  # stands for the whole of what was asked for


class Companions:
    """The companions of all scores of a breakdown, found with as many queries as there are kinds of them."""

    def __init__(
        self, connection: Connection, measure: str, selection: Selection, by: Sequence[str], now: datetime
    ) -> None:
        self._selection = selection
        self._period = next((name for name in PERIODS if name in by), None)
        known = measures.in_force(connection)
        entry = known.get("choice" if measure in CHOICE_TYPES else measure)
        self._counter = entry.counter_measure if entry else None
        self._outcomes = _outcomes(connection, selection, self._period, now)
        self._scores = self._find_scores(connection, by)
        self._others: dict[object, Companion] = {}
        self._pairs: dict[object, Pair] = {}

    def beside(self, kind: str | None, slice_: SliceValues) -> Pair:
        """The two of the score of this kind and slice; the same figure is the same object."""
        journey = slice_.get("journey", self._selection.slice.journey)
        period = slice_.get(self._period) if self._period else None
        day = period if isinstance(period, date) else None
        place = (kind, *slice_.items()) if self._scores else (journey, day)
        if place not in self._pairs:
            outcome = self._outcome(str(journey) if journey else None, day)
            self._pairs[place] = Pair(outcome, self._counter_measure(kind, slice_, outcome, day))
        return self._pairs[place]

    def _outcome(self, journey: str | None, day: date | None) -> Companion:
        if journey in self._outcomes:
            found = self._outcomes[journey].get(day or _ALL)
            return found or self._other(OUTCOME, journey, day, Hidden())
        return self._other(OUTCOME, journey, day, Missing.NOT_DESIGNED if journey else Missing.NO_JOURNEY)

    def _counter_measure(
        self, kind: str | None, slice_: SliceValues, outcome: Companion, day: date | None
    ) -> Companion:
        counter = self._counter
        if counter == OUTCOME:
            return outcome
        if counter is None:
            return self._other(None, None, None, Missing.NOT_NAMED)
        if counter not in _SCORES:
            return self._other(counter, None, None, Missing.OF_JOURNEYS)
        if self._scores is None:
            return self._other(counter, None, None, Missing.NOT_TOLD_APART)
        asked = None if counter == _FEEDBACK else kind or "transactional"
        found = self._scores.get((asked, *slice_.items()))
        if found is None:
            return self._other(counter, None, None, Missing.NOT_ANSWERED)
        return Companion(counter, found.scale.version, outcome.journey, day, found.scores[0].estimate)

    def _find_scores(self, connection: Connection, by: Sequence[str]) -> Mapping[object, Item] | None:
        """Those of the counter-measure by kind of survey and slice; None where it has none of what was asked for."""
        if self._counter not in _SCORES:
            return None
        selection = replace(self._selection, question=None, definition=None, kind=None)
        if self._counter == _FEEDBACK and not _is_told_of_feedback(selection, by):
            return None
        found = measure_scores(connection, self._counter, selection, by, subtotals=len(by) > 1)
        return {
            (item.kind, *item.slice.items()): item for item in (*found.totals, *found.subtotals, *found.items)
        }

    def _other(
        self, measure: str | None, journey: str | None, day: date | None, found: Measured | Missing
    ) -> Companion:
        place = (measure, journey, day, found)
        if place not in self._others:
            self._others[place] = Companion(measure, None, journey, day, found)
        return self._others[place]


def _outcomes(
    connection: Connection, selection: Selection, period: str | None, now: datetime
) -> dict[str | None, dict[date, Companion]]:
    """By designed journey and period; what is hidden of one journey does not follow from its other periods."""
    versions = journey_outcomes.versions(connection, selection.slice.journey)
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
        estimate = Hidden() if cell in hidden or not n else share(succeeded, n)
        found[day or _ALL] = Companion(OUTCOME, definition, journey, day, estimate)
    return found


def _is_told_of_feedback(selection: Selection, by: Sequence[str]) -> bool:
    chosen = selection.slice
    stated = {name for name in chosen.__slots__ if getattr(chosen, name) is not None}
    stated |= {"version"} if selection.version else set()
    return {*stated, *by} <= {*FEEDBACK_DIMENSIONS, *PERIODS}
