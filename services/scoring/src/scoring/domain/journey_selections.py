"""Which cases a figure of a journey is asked over, and which of them may be told of."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.suppression import Cell, hidden_cells

# How many cases there are of each first channel and segment (None where none was stated), whatever is asked for.
CaseSizes = Mapping[Cell, int]
# The values of what a selection filters by: those of its channel and its segment, as far as it states them.
Place = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class CaseSelection:
    """Cases that began on these days (inclusive, in UTC), in this segment and channel; None filters nothing.

    Of a `hidden` selection every figure tells what it tells of no cases. `hidden_beside` are all channels and segments
    that are hidden, for the parts of those that are not.
    """

    journey: str
    first_day: date | None = None
    last_day: date | None = None
    segment: str | None = None
    channel: str | None = None
    hidden: bool = False
    hidden_beside: frozenset[Cell] = frozenset()

    @property
    def place(self) -> Place:
        """What is filtered by; nothing for all cases."""
        return tuple(value for value in (self.channel, self.segment) if value is not None)

    def place_of(self, channel: str | None, segment: str | None) -> Place:
        """Where a case of this channel and segment is, as far as the filters tell."""
        stated = ((channel, self.channel), (segment, self.segment))
        return tuple(value for value, asked in stated if asked is not None)

    @property
    def since(self) -> datetime | None:
        """The first moment."""
        return _midnight(self.first_day) if self.first_day else None

    @property
    def until(self) -> datetime | None:
        """The first moment after."""
        if self.last_day is None or self.last_day == date.max:
            return None
        return _midnight(self.last_day + timedelta(days=1))


def protected(selection: CaseSelection, sizes: CaseSizes) -> CaseSelection:
    """The selection, hidden if it has too few cases or would give away another that has.

    `sizes` are those of its journey and days.
    """
    hidden = hidden_cells(sizes, SMALLEST_SHOWN)
    return replace(selection, hidden=_is_hidden(_cell(selection), hidden), hidden_beside=frozenset(hidden))


def hidden_groups(selection: CaseSelection, by: str, groups: Iterable[str], sizes: CaseSizes) -> set[str]:
    """Those of the selection's groups that are hidden when it is split `by` channel or segment; "" is not stated."""
    hidden = hidden_cells(sizes, SMALLEST_SHOWN)
    channel, segment = _cell(selection)
    return {
        group
        for group in groups
        if _is_hidden((group or None, segment) if by == "channel" else (channel, group or None), hidden)
    }


def _cell(selection: CaseSelection) -> Cell:
    channel, segment = selection.channel, selection.segment
    return (... if channel is None else channel, ... if segment is None else segment)


def _is_hidden(cell: Cell, hidden: Collection[Cell]) -> bool:
    """A cell below a hidden one may have no cases, and is hidden like those that have."""
    channel, segment = cell
    return any(one in hidden for one in (cell, (channel, ...), (..., segment), (..., ...)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
