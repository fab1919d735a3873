"""Which numbers to hide so that none that rests on too few answers can be read, nor worked out from all the others.

A cell is a slice: one value for each of some dimensions, and `...` for every other; of all answers it is `...` alone.
What is hidden is decided on the whole lattice of cells, whatever was asked, so every question gets the same answer.

A cell below `smallest` is hidden with the corners of a box around it: another value along each of its dimensions, and
all combinations. Whatever lies below a hidden cell is hidden too. Then nobody can work it out: add 1 to every corner
that is an even number of steps from the cell and take 1 from the others, and each sum over one of its dimensions stays
what it was, hence every number that is shown. This is complementary cell suppression with hypercubes: S. Giessing and
D. Repsilber, "Tools and strategies to protect multiple tables with the GHQUAR cell suppression engine", 2002; A.
Hundepool et al., "Statistical Disclosure Control", Wiley 2012, section 4.4.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, islice, product

Cell = tuple[Hashable, ...]

# How many other values along each dimension are tried for a box: fewer where there are many parts.
_TRIED = 4
_TRIED_OF_PARTS = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """Which dimensions, by their places, are parts that every question states: exits, or where an edge begins and ends.

    Along those that are `summed` somebody may know the sum over all values. Along `overlapping` ones a customer can be
    in several cells, so small ones may be of the same few: another must be large enough by itself.
    """

    stated: frozenset[int] = frozenset()
    summed: frozenset[int] = frozenset()
    overlapping: frozenset[int] = frozenset()


_NO_PARTS = Parts()


def hidden_cells(
    sizes: Mapping[Cell, int], smallest: int, parts: Parts = _NO_PARTS, above: Collection[Cell] = ()
) -> set[Cell]:
    """The cells to hide; `sizes` are those of the finest, each with a value for every dimension.

    Some may have nothing in them: they are hidden as if they had, where one that has needs them for its box. What lies
    below a cell of `above` is hidden already.
    """
    hidden: set[Cell] = set()
    if all(n >= smallest for n in sizes.values()):
        return hidden  # whatever is larger is the sum of these
    for dimensions in _subsets(set(range(len(next(iter(sizes))))) - parts.stated):
        table = _over(sizes, {*dimensions, *parts.stated})
        level = _Level(table, dimensions, parts, smallest)
        hidden |= level.hidden({cell for cell in table if lies_below(cell, above)}, hidden)
    return hidden


class _Row:
    """Cells that differ along one dimension alone, by their values there."""

    def __init__(self) -> None:
        self.sizes: dict[Hashable, int] = {}
        self.hidden: list[Hashable] = []
        self.together = 0

    @cached_property
    def by_size(self) -> list[Hashable]:
        return sorted(self.sizes, key=lambda value: (self.sizes[value], _rank(value)))

    def hide(self, value: Hashable) -> None:
        """In an order that does not depend on what was hidden first."""
        insort(self.hidden, value, key=_rank)
        self.together += self.sizes[value]

    def others(self, own: Hashable, smallest: int, *, overlapping: bool) -> Iterator[Hashable]:
        """Values that hide at least `smallest` with what is hidden already: those that are hidden, then the small ones.

        Where the cells overlap, each by itself.
        """
        enough = smallest if overlapping else smallest - self.together
        for value in self.hidden:
            if value != own and (self.sizes[value] if overlapping else 0) >= enough:
                yield value
        hidden = {own, *self.hidden}
        yield from (value for value in self.by_size if value not in hidden and self.sizes[value] >= enough)


class _Level:
    """The cells that state the same dimensions."""

    def __init__(
        self, table: Mapping[Cell, int], dimensions: Sequence[int], parts: Parts, smallest: int
    ) -> None:
        self.table = table
        self.dimensions = dimensions
        self.parts = parts
        self.smallest = smallest
        self.found: set[Cell] = set()

    @cached_property
    def values(self) -> dict[int, list[Hashable]]:
        """By the place of each dimension of a box; of one value alone a known sum is no other number."""
        boxed = sorted({*self.dimensions, *self.parts.summed})
        values = {place: sorted({cell[place] for cell in self.table}, key=_rank) for place in boxed}
        return {place: found for place, found in values.items() if len(found) > 1 or place in self.dimensions}

    @cached_property
    def rows(self) -> dict[tuple[int, Cell], _Row]:
        """By the dimension along which they go, and the cell without it."""
        rows: dict[tuple[int, Cell], _Row] = defaultdict(_Row)
        for cell, n in self.table.items():
            for place in self.values:
                rows[place, _moved(cell, place, ...)].sizes[cell[place]] = n
        return rows

    def hidden(self, already: Collection[Cell], above: Collection[Cell]) -> set[Cell]:
        """Those that are `already`, or lie below what is hidden `above`, or are too small, and their boxes."""
        below = {
            cell for cell in self.table if any(_moved(cell, place, ...) in above for place in self.dimensions)
        }
        below.update(already)
        small = [cell for cell, n in self.table.items() if n < self.smallest and cell not in below]
        if not small:
            return below
        self._hide([*below, *small])
        for cell in sorted(small, key=_order):
            self._hide(self._box(cell))
        return self.found

    def _hide(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if cell in self.table and cell not in self.found:
                for place in self.values:
                    self.rows[place, _moved(cell, place, ...)].hide(cell[place])
            self.found.add(cell)

    def _box(self, cell: Cell) -> list[Cell]:
        """The corners that hide least: none empty if possible, and as few answers as possible that were shown else."""

        def price(corners: Sequence[Cell]) -> tuple[int, int]:
            return (
                sum(corner not in self.table for corner in corners),
                sum(self.table.get(corner, 0) for corner in corners if corner not in self.found),
            )

        ways = product(*(self._partners(cell, place) for place in self.values))
        boxes = (list(_corners(cell, dict(zip(self.values, way, strict=True)))) for way in ways)
        return min(boxes, key=price)

    def _partners(self, cell: Cell, place: int) -> list[Hashable]:
        """The best other values along one dimension: with what is hidden there each hides at least `smallest`.

        There is one where the cell without this dimension is shown: what is there has as many, or one of it alone has.
        Where parts overlap there may be none: then all of them are hidden, and so is any that is not there.
        """
        row = self.rows[place, _moved(cell, place, ...)]
        tried = _TRIED_OF_PARTS if self.parts.stated else _TRIED
        others = row.others(cell[place], self.smallest, overlapping=place in self.parts.overlapping)
        any_ = (value for value in [*row.hidden, *self.values[place]] if value != cell[place])
        return list(islice(others, tried)) or list(islice(any_, 1))


def _subsets(places: Collection[int]) -> Iterator[tuple[int, ...]]:
    """The small ones first."""
    return chain.from_iterable(combinations(sorted(places), length) for length in range(len(places) + 1))


def lies_below(cell: Cell, above: Collection[Cell]) -> bool:
    """Whether this is one of those cells, or a part of one."""
    return any(
        all(theirs is ... or theirs == ours for ours, theirs in zip(cell, other, strict=True))
        for other in above
    )


def _over(sizes: Mapping[Cell, int], dimensions: Collection[int]) -> dict[Cell, int]:
    """The sizes of the cells that have values for these dimensions alone."""
    table: defaultdict[Cell, int] = defaultdict(int)
    for cell, n in sizes.items():
        table[tuple(value if place in dimensions else ... for place, value in enumerate(cell))] += n
    return table


def _corners(cell: Cell, others: Mapping[int, Hashable]) -> Iterator[Cell]:
    for chosen in product((False, True), repeat=len(others)):
        corner = list(cell)
        for moved, (place, value) in zip(chosen, others.items(), strict=True):
            if moved:
                corner[place] = value
        yield tuple(corner)


def _moved(cell: Cell, place: int, value: Hashable) -> Cell:
    return (*cell[:place], value, *cell[place + 1 :])


def _order(cell: Cell) -> list[tuple[bool, str]]:
    return [_rank(value) for value in cell]


def _rank(value: Hashable) -> tuple[bool, str]:
    return value is not None, str(value)
