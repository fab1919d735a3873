"""Nothing that is hidden can be worked out from what is shown: checked by solving for it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.suppression import Path, withheld, withheld_in_tree

TREES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from("12")),
    st.integers(1, 12),
    min_size=1,
    max_size=24,
)


def nodes(sizes: dict[Path, int]) -> list[Path]:
    return sorted(
        {path[:length] for path in sizes for length in range(len(path) + 1)}, key=lambda p: (len(p), p)
    )


def size(node: Path, sizes: dict[Path, int]) -> int:
    return sum(n for path, n in sizes.items() if path[: len(node)] == node)


def derivable(sizes: dict[Path, int], hidden: set[Path]) -> list[Path]:
    """The hidden nodes that the shown ones determine.

    Every node is a sum of leaves. A hidden one follows from the shown ones when its row of that matrix lies in the span
    of theirs: then, and only then, one solution of the linear system is the only one.
    """
    leaves = sorted(sizes)
    rows = {node: [float(leaf[: len(node)] == node) for leaf in leaves] for node in nodes(sizes)}
    shown = np.array([row for node, row in rows.items() if node not in hidden]).reshape(-1, len(leaves))
    rank = np.linalg.matrix_rank(shown) if len(shown) else 0
    return [node for node in hidden if np.linalg.matrix_rank(np.vstack([shown, rows[node]])) == rank]


def test_nothing_is_withheld_when_every_group_is_large_enough() -> None:
    assert withheld([5, 6, 70], 5) == set()


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert withheld([50, 4, 6, 20], 5) == {1, 2}


def test_small_groups_that_are_enough_together_take_no_other_with_them() -> None:
    assert withheld([50, 4, 3], 5) == {1, 2}


def test_small_groups_that_are_too_few_together_take_another_with_them() -> None:
    assert withheld([50, 1, 2, 9], 5) == {1, 2, 3}


@given(st.lists(st.integers(1, 12), max_size=12))
def test_total_minus_shown_never_gives_a_small_group_away(sizes: list[int]) -> None:
    hidden = withheld(sizes, SMALLEST_SHOWN)
    assert {place for place, n in enumerate(sizes) if n < SMALLEST_SHOWN} <= hidden
    rest = sum(sizes[place] for place in hidden)
    total_is_hidden_too = sum(sizes) < SMALLEST_SHOWN
    everything_is = len(hidden) == len(sizes)
    assert (
        not hidden or total_is_hidden_too or (rest >= SMALLEST_SHOWN and (len(hidden) > 1 or everything_is))
    )


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_no_hidden_group_solves_the_sums_that_are_shown(sizes: list[int]) -> None:
    leaves: dict[Path, int] = {(place,): n for place, n in enumerate(sizes)}
    hidden: set[Path] = {(place,) for place in withheld(sizes, SMALLEST_SHOWN)}
    if sum(sizes) < SMALLEST_SHOWN:
        hidden.add(())
    assert derivable(leaves, hidden) == []


@given(TREES)
def test_no_hidden_node_of_a_tree_of_totals_solves_the_sums_that_are_shown(sizes: dict[Path, int]) -> None:
    hidden = withheld_in_tree(sizes, SMALLEST_SHOWN)
    assert {node for node in nodes(sizes) if size(node, sizes) < SMALLEST_SHOWN} <= hidden
    assert derivable(sizes, hidden) == []


def test_solving_finds_what_a_lone_hidden_group_would_give_away() -> None:
    assert derivable({("a",): 9, ("b",): 3}, {("b",)}) == [("b",)]
    assert derivable({("a",): 9, ("b",): 3}, {("a",), ("b",)}) == []


def test_who_is_hidden_for_another_hides_one_of_its_own_parts() -> None:
    sizes: dict[Path, int] = {("a", "1"): 3, ("b", "1"): 6, ("b", "2"): 7, ("c", "1"): 50}
    assert withheld_in_tree(sizes, 5) == {("a",), ("a", "1"), ("b",), ("b", "1")}


def test_nothing_is_hidden_in_a_tree_of_large_groups() -> None:
    assert withheld_in_tree({("a", "1"): 5, ("b", "1"): 6}, 5) == set()
