"""A measure over several groups at once: each with its scores, and none that gives a hidden one away."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Group:
    """The tally of one slice. Kinds of survey and definitions are never in one group; feedback has no kind.

    `option` is that of a choice; the groups of all options of a question have the same n.
    """

    kind: str | None
    definition: str
    slice: SliceValues
    tally: Tally
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
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
        by_meaning.setdefault(_meaning(group), []).append(group)
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

    def items(self, names: Sequence[str]) -> Iterator[Item]:
        """One a value of these dimensions. Nothing answered is hidden like too few answers, and carries as little."""
        kind, scale, option = self.like.kind, self.scale, self.like.option
        tallies: dict[Cell, list[Tally]] = {}
        if not self.hidden and names == self.by and names:
            # Each group is a cell of its own, and shown: of a thousand nobody needs to look for the others.
            for group in self.groups:
                slice_ = {name: group.slice[name] for name in names} if self.filters else group.slice
                yield Item(kind, scale, slice_, group.tally, option)
            return
        for group in self.groups:
            tallies.setdefault(self._cell(group.slice, names), []).append(group.tally)
        missing = [cell for cell in self._hidden_of(names) if cell not in tallies]
        found = [*tallies, *missing]
        for cell in sorted(found, key=_order) if missing else found:
            values: dict[str, Any] = dict(zip(self.dimensions, cell, strict=True))
            tally = ZERO if cell in self.hidden else Tally.pooled(tallies[cell])
            slice_ = {name: values[name] for name in names}
            yield Item(kind, scale, slice_, tally, option)

    def _hidden(self, groups: Sequence[Group]) -> set[Cell]:
        smallest = self.scale.smallest_shown
        if all(group.tally.n >= smallest for group in groups):
            return set()
        sizes: dict[Cell, int] = {}
        for group in groups:
            cell = self._cell(group.slice, self.dimensions)
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

    def _cell(self, values: SliceValues, names: Collection[str]) -> Cell:
        """The cell of the values that are named or filtered."""
        return tuple(
            values[name] if name in names or name in self.filters else ... for name in self.dimensions
        )

    def _is_let_through(self, group: Group) -> bool:
        return all(group.slice[name] == value for name, value in self.filters.items())


def _order(cell: Cell) -> list[tuple[bool, str]]:
    return [(value is not None, str(value)) for value in cell]


def _meaning(group: Group) -> tuple[str, str, str]:
    return group.kind or "", group.definition, group.option or ""
