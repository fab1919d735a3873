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

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import combinations, product

Cell = tuple[Hashable, ...]

# How many other values along each dimension are tried for a box.
_TRIED = 4


def hidden_cells(sizes: Mapping[Cell, int], smallest: int) -> set[Cell]:
    """The cells to hide; `sizes` are those of the finest, each with a value for every dimension.

    Some may have nothing in them: they are hidden as if they had, where one that has needs them for its box.
    """
    hidden: set[Cell] = set()
    if all(n >= smallest for n in sizes.values()):
        return hidden  # whatever is larger is the sum of these
    width = len(next(iter(sizes)))
    for length in range(width + 1):
        for dimensions in combinations(range(width), length):
            hidden |= _hidden_in(_over(sizes, dimensions), dimensions, hidden, smallest)
    return hidden


def _over(sizes: Mapping[Cell, int], dimensions: Collection[int]) -> dict[Cell, int]:
    """The sizes of the cells that have values for these dimensions alone."""
    table: defaultdict[Cell, int] = defaultdict(int)
    for cell, n in sizes.items():
        table[tuple(value if place in dimensions else ... for place, value in enumerate(cell))] += n
    return table


def _hidden_in(
    table: Mapping[Cell, int], dimensions: Sequence[int], above: Collection[Cell], smallest: int
) -> set[Cell]:
    hidden = {cell for cell in table if any(_moved(cell, place, ...) in above for place in dimensions)}
    small = sorted((cell for cell, n in table.items() if n < smallest and cell not in hidden), key=_order)
    hidden.update(small)
    values = {place: sorted({cell[place] for cell in table}, key=_rank) for place in dimensions}
    for cell in small:
        hidden.update(_box(cell, values, table, hidden, smallest))
    return hidden


def _box(
    cell: Cell,
    values: Mapping[int, Sequence[Hashable]],
    table: Mapping[Cell, int],
    hidden: Collection[Cell],
    smallest: int,
) -> list[Cell]:
    """The corners that hide least: none empty if possible, and as few answers as possible that were shown else."""

    def price(corners: Sequence[Cell]) -> tuple[int, int]:
        return (
            sum(corner not in table for corner in corners),
            sum(table.get(corner, 0) for corner in corners if corner not in hidden),
        )

    ways = product(*(_partners(cell, place, values[place], table, hidden, smallest) for place in values))
    boxes = (list(_corners(cell, dict(zip(values, way, strict=True)))) for way in ways)
    return min(boxes, key=price)


def _partners(
    cell: Cell,
    place: int,
    values: Sequence[Hashable],
    table: Mapping[Cell, int],
    hidden: Collection[Cell],
    smallest: int,
) -> list[Hashable]:
    """The best other values along one dimension: with what is hidden there already each hides at least `smallest`.

    There is one, since the cell without this dimension is shown: what is there has as many, or one of it alone has.
    """
    siblings = {value: _moved(cell, place, value) for value in values if value != cell[place]}
    there = {value: sibling for value, sibling in siblings.items() if sibling in table}
    together = table[cell] + sum(table[sibling] for sibling in there.values() if sibling in hidden)

    prices = {value: 0 if sibling in hidden else table[sibling] for value, sibling in there.items()}
    enough = [value for value in there if together + prices[value] >= smallest]
    return sorted(enough, key=prices.__getitem__)[:_TRIED]


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
