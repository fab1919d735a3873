"""A measure over several groups at once: each with its scores, and none that gives a hidden one away."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from scoring.domain import scales
from scoring.domain.estimates import Measured
from scoring.domain.scales import RESPONSE_RATE, Scale
from scoring.domain.scores import Score, headline, scores
from scoring.domain.suppression import Cell, hidden_cells
from scoring.domain.tallies import ZERO, Tally

# What a breakdown can go by, besides declared attributes and one period.
DIMENSIONS = ("survey", "version", "journey", "stage", "channel", "owner", "segment", "language")
PERIODS = ("day", "week", "month")

SliceValues = Mapping[str, str | int | date | None]


# These two are tuples, which are made in half the time of other values: a dashboard has a thousand of each.
class Group(NamedTuple):
    """The tally of one slice. Kinds of survey and definitions are never in one group; feedback has no kind.

    `option` is that of a choice; the groups of all options of a question have the same n.
    """

    kind: str | None
    definition: str
    slice: SliceValues
    tally: Tally
    option: str | None = None

    @property
    def meaning(self) -> tuple[str, str, str]:
        """Groups that differ in this are never added up nor compared: kind, definition and option."""
        return self.kind or "", self.definition, self.option or ""


class Item(NamedTuple):
    """One slice with its tally, and that of its invitations where there are any. There is nothing in a hidden one.

    It is scored when it is asked for its scores: whoever has scored the same tally before need not ask.
    """

    kind: str | None
    scale: Scale
    slice: SliceValues
    tally: Tally
    option: str | None = None
    invited: Tally | None = None

    @property
    def scores(self) -> tuple[Score, ...]:
        """The headline first."""
        return scores(self.scale, self.tally)

    @property
    def response_rate(self) -> Measured | None:
        """That of the same slice, where there is one."""
        return None if self.invited is None else headline(RESPONSE_RATE, self.invited)

    @property
    def shown(self) -> bool:
        """Whether there is a number to see."""
        return self.tally.n >= self.scale.smallest_shown


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One total a kind, definition and option, the subtotals in between, and the items that they are made of."""

    totals: tuple[Item, ...]
    items: tuple[Item, ...]
    subtotals: tuple[Item, ...] = ()


def breakdown(
    groups: Iterable[Group],
    by: Sequence[str] = (),
    *,
    filters: SliceValues = MappingProxyType({}),
    subtotals: bool = False,
) -> Breakdown:
    """Score the groups that `filters` let through, their totals, and if asked for the subtotals over each beginning of
    `by`.

    The groups are those of all values of what `by` and `filters` name: what is hidden follows from all of them.
    """
    totals: list[Item] = []
    middle: list[Item] = []
    items: list[Item] = []
    by_meaning: dict[tuple[str, str, str], list[Group]] = {}
    for group in groups:
        by_meaning.setdefault(group.meaning, []).append(group)
    for _, members in sorted(by_meaning.items()):
        cells = _Cells(members, by, filters)
        totals.extend(cells.items(()))
        for level in range(1, len(by) if subtotals else 0):
            middle.extend(cells.items(by[:level]))
        items.extend(cells.items(by))
    return Breakdown(tuple(totals), tuple(items), tuple(middle))


class _Cells:
    """The groups of one meaning as cells of a lattice, and which of them are hidden."""

    def __init__(self, groups: Sequence[Group], by: Sequence[str], filters: SliceValues) -> None:
        self.like = groups[0]
        self.scale = scales.of(self.like.definition)
        self.by = by
        self.filters = filters
        self.dimensions = tuple(dict.fromkeys([*by, *filters]))
        self.hidden = self._hidden(groups)
        self.groups = [group for group in groups if self._is_let_through(group)] if filters else groups

    def items(self, names: Sequence[str]) -> list[Item]:
        """One a value of these dimensions. Nothing answered is hidden like too few answers, and carries as little."""
        kind, scale, option = self.like.kind, self.scale, self.like.option
        parts = self._parts(names) if self.hidden else self._shown_parts(names)
        return [Item(kind, scale, slice_, tally, option) for slice_, tally in parts]

    def _shown_parts(self, names: Sequence[str]) -> Iterable[tuple[SliceValues, Tally]]:
        """The same as `_parts` where nothing is hidden: of a thousand groups nobody needs to look for the others."""
        if names and len(names) == len(self.by):  # each group is a part of its own
            return [
                (self._named(group.slice, names) if self.filters else group.slice, group.tally)
                for group in self.groups
            ]
        if names:
            return self._parts(names)
        return [({}, Tally.pooled(group.tally for group in self.groups))] if self.groups else []

    def _parts(self, names: Sequence[str]) -> Iterator[tuple[SliceValues, Tally]]:
        tallies: dict[Cell, list[Tally]] = {}
        for cell, group in zip(self._cells(self.groups, names), self.groups, strict=True):
            tallies.setdefault(cell, []).append(group.tally)
        missing = [cell for cell in self._hidden_of(names) if cell not in tallies]
        found = [*tallies, *missing]
        for cell in sorted(found, key=_order) if missing else found:
            values: dict[str, Any] = dict(zip(self.dimensions, cell, strict=True))
            tally = ZERO if cell in self.hidden else Tally.pooled(tallies[cell])
            yield self._named(values, names), tally

    @staticmethod
    def _named(values: SliceValues, names: Sequence[str]) -> SliceValues:
        return {name: values[name] for name in names}

    def _hidden(self, groups: Sequence[Group]) -> set[Cell]:
        smallest = self.scale.smallest_shown
        if all(group.tally.n >= smallest for group in groups):
            return set()
        sizes: dict[Cell, int] = {}
        for cell, group in zip(self._cells(groups, self.dimensions), groups, strict=True):
            sizes[cell] = sizes.get(cell, 0) + group.tally.n
        return hidden_cells(sizes, smallest)

    def _hidden_of(self, names: Sequence[str]) -> Iterator[Cell]:
        """The hidden cells that have values for just these dimensions and what is filtered."""
        stated = [name in names or name in self.filters for name in self.dimensions]
        for cell in self.hidden:
            values = dict(zip(self.dimensions, cell, strict=True))
            if [value is not ... for value in cell] == stated and all(
                values[name] == value for name, value in self.filters.items()
            ):
                yield cell

    def _cells(self, groups: Iterable[Group], names: Collection[str]) -> Iterator[Cell]:
        """Of each group the cell of the values that are named or filtered."""
        stated = [name if name in names or name in self.filters else None for name in self.dimensions]
        for group in groups:
            yield tuple([... if name is None else group.slice[name] for name in stated])

    def _is_let_through(self, group: Group) -> bool:
        return all(group.slice[name] == value for name, value in self.filters.items())


def _order(cell: Cell) -> list[tuple[bool, str]]:
    return [(value is not None, str(value)) for value in cell]
