"""Nothing that is hidden can be worked out from all that is shown: checked by solving for it, exactly."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import gcd

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.suppression import Cell, hidden_cells

JOURNEYS, CHANNELS, MONTHS = ("join", "leave", None), ("web", "phone", "shop"), (1, 2)
COMPANIES = st.dictionaries(
    st.tuples(st.sampled_from(JOURNEYS), st.sampled_from(CHANNELS), st.sampled_from(MONTHS)),
    st.integers(1, 12),
    min_size=1,
    max_size=18,
)


def lattice(sizes: Mapping[Cell, int]) -> list[Cell]:
    """Every cell that a question can be about: some values, none for the other dimensions."""
    width = len(next(iter(sizes)))
    return list(product(*({cell[place] for cell in sizes} | {...} for place in range(width))))


def within(cell: Cell, other: Cell) -> bool:
    return all(theirs is ... or theirs == mine for mine, theirs in zip(cell, other, strict=True))


def size(cell: Cell, sizes: Mapping[Cell, int]) -> int:
    return sum(n for atom, n in sizes.items() if within(atom, cell))


def derivable(sizes: Mapping[Cell, int], hidden: set[Cell]) -> list[Cell]:
    """The hidden cells with answers that all other cells together determine.

    Whatever is asked in whatever order, the answers are some of these cells, an empty one being known to be empty
    unless it lies below a hidden one. A hidden cell follows from them when its row lies in the span of theirs.
    """
    cells = lattice(sizes)
    atoms = [cell for cell in cells if ... not in cell]
    secret = {cell for cell in cells if any(within(cell, other) for other in hidden)}
    rows = {cell: [int(within(atom, cell)) for atom in atoms] for cell in cells}
    span = reduced([rows[cell] for cell in cells if cell not in secret])
    return [cell for cell in secret if size(cell, sizes) and not any(rest(rows[cell], span))]


def reduced(rows: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """The same span in rows that each begin in a column of their own."""
    span: dict[int, list[int]] = {}
    for row in rows:
        left = rest(row, span)
        lead = next((place for place, value in enumerate(left) if value), None)
        if lead is not None:
            span[lead] = left
    return dict(sorted(span.items()))


def rest(row: Sequence[int], span: Mapping[int, Sequence[int]]) -> list[int]:
    """What of a row, or of a multiple of it, the span can't give: exact, in whole numbers."""
    left = list(row)
    for lead in sorted(span):
        if left[lead]:
            ours, theirs = left[lead], span[lead][lead]
            left = [theirs * value - ours * other for value, other in zip(left, span[lead], strict=True)]
            common = gcd(*left) or 1
            left = [value // common for value in left]
    return left


def of_one(*sizes: int) -> dict[Cell, int]:
    return {(place,): n for place, n in enumerate(sizes)}


def places(*sizes: int) -> set[object]:
    return {cell[0] for cell in hidden_cells(of_one(*sizes), SMALLEST_SHOWN)}


def test_nothing_is_hidden_when_every_group_is_large_enough() -> None:
    assert places(5, 6, 70) == set()
    assert hidden_cells({}, SMALLEST_SHOWN) == set()


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert places(50, 4, 6, 20) == {1, 2}


def test_small_groups_that_are_enough_together_take_no_other_with_them() -> None:
    assert places(50, 4, 3) == {1, 2}


def test_small_groups_that_are_too_few_together_take_another_with_them() -> None:
    assert places(50, 1, 2, 9) == {1, 2, 3}


def test_with_too_few_in_all_nothing_is_shown_at_all() -> None:
    assert hidden_cells(of_one(2, 2), SMALLEST_SHOWN) == {(...,), (0,), (1,)}


def test_a_small_cell_of_a_table_takes_a_box_of_four_with_it() -> None:
    rows = ((20, 3, 30), (9, 8, 40), (50, 60, 70))
    sizes: dict[Cell, int] = {(row, column): n for row, of in enumerate(rows) for column, n in enumerate(of)}
    assert hidden_cells(sizes, SMALLEST_SHOWN) == {(0, 1), (0, 0), (1, 0), (1, 1)}


def test_an_empty_cell_is_hidden_like_another_where_a_box_needs_it() -> None:
    sizes: dict[Cell, int] = {("a", "x"): 3, ("a", "y"): 50, ("b", "x"): 50}
    assert hidden_cells(sizes, SMALLEST_SHOWN) == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


def test_what_lies_below_a_hidden_cell_is_hidden() -> None:
    sizes: dict[Cell, int] = {("a", "1"): 3, ("b", "1"): 6, ("b", "2"): 7, ("c", "1"): 50}
    assert hidden_cells(sizes, 5) == {("a", ...), ("b", ...), ("a", "1"), ("b", "1"), ("b", "2")}


def test_solving_finds_what_a_lone_hidden_group_would_give_away() -> None:
    assert derivable(of_one(9, 3), {(1,)}) == [(1,)]
    assert derivable(of_one(9, 3), {(0,), (1,)}) == []


def test_solving_finds_what_two_tables_give_away_together() -> None:
    """Hidden cells in each row and each column, and still the corner follows: the rest is known to be empty."""
    sizes: dict[Cell, int] = {("a", "x"): 3, ("a", "y"): 50, ("b", "x"): 50}
    assert ("a", "x") in derivable(sizes, {("a", "x"), ("a", "y"), ("b", "x")})


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_total_minus_shown_never_gives_a_small_group_away(sizes: list[int]) -> None:
    hidden = places(*sizes)
    assert {place for place, n in enumerate(sizes) if n < SMALLEST_SHOWN} <= hidden
    together = sum(sizes[place] for place in hidden if isinstance(place, int))
    assert not hidden or ... in hidden or (together >= SMALLEST_SHOWN and len(hidden) > 1)


@settings(deadline=None)
@given(COMPANIES)
def test_no_hidden_cell_is_a_combination_of_any_answers(sizes: dict[Cell, int]) -> None:
    hidden = hidden_cells(sizes, SMALLEST_SHOWN)
    shown = {cell for cell in lattice(sizes) if cell not in hidden}
    assert all(size(cell, sizes) == 0 or size(cell, sizes) >= SMALLEST_SHOWN for cell in shown)
    assert derivable(sizes, hidden) == []


@settings(deadline=None)
@given(COMPANIES, st.sampled_from([(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]))
def test_a_cell_is_hidden_or_not_whatever_else_it_is_asked_with(
    sizes: dict[Cell, int], asked: tuple[int, ...]
) -> None:
    fewer: dict[Cell, int] = {}
    for cell, n in sizes.items():
        part = tuple(cell[place] for place in asked)
        fewer[part] = fewer.get(part, 0) + n
    of_all = {
        tuple(cell[place] for place in asked)
        for cell in hidden_cells(sizes, SMALLEST_SHOWN)
        if all(cell[place] is ... for place in range(3) if place not in asked)
    }
    assert hidden_cells(fewer, SMALLEST_SHOWN) == of_all
