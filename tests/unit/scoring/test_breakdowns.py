from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.breakdowns import Group, breakdown, withheld
from scoring.domain.estimates import SMALLEST_SHOWN, Hidden
from scoring.domain.scales import CES, NPS
from scoring.domain.tallies import Tally
from unit.scoring.examples import nps_tally


def group(kind: str, journey: str, tally: Tally) -> Group:
    return Group(kind, NPS.version, {"journey": journey}, tally)


def test_totals_are_of_one_kind_and_one_definition() -> None:
    found = breakdown(
        [
            group("transactional", "join", nps_tally(0, 0, 6)),
            group("relationship", "join", nps_tally(6, 0, 0)),
            group("transactional", "leave", nps_tally(6, 0, 0)),
            Group("transactional", CES.version, {"journey": "join"}, Tally.of([7] * 6, CES)),
        ]
    )
    assert [(total.kind, total.scale) for total in found.totals] == [
        ("relationship", NPS),
        ("transactional", CES),
        ("transactional", NPS),
    ]
    assert [item.slice["journey"] for item in found.items] == ["join", "join", "join", "leave"]


def test_nothing_is_withheld_when_every_group_is_large_enough() -> None:
    assert withheld([5, 6, 70]) == set()


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert withheld([50, 4, 6, 20]) == {1, 2}


def test_small_groups_that_are_enough_together_take_no_other_with_them() -> None:
    assert withheld([50, 4, 3]) == {1, 2}


def test_small_groups_that_are_too_few_together_take_another_with_them() -> None:
    assert withheld([50, 1, 2, 9]) == {1, 2, 3}


def test_a_group_that_is_hidden_for_another_looks_like_that_one() -> None:
    found = breakdown(
        [group("transactional", "join", nps_tally(1, 1, 1)), group("transactional", "b", nps_tally(9, 0, 0))]
    )
    assert [item.scores[0].estimate for item in found.items] == [Hidden(), Hidden()]
    assert found.totals[0].scores[0].estimate.shown


@given(st.lists(st.integers(1, 12), max_size=12))
def test_total_minus_shown_never_gives_a_small_group_away(sizes: list[int]) -> None:
    hidden = withheld(sizes)
    assert {place for place, n in enumerate(sizes) if n < SMALLEST_SHOWN} <= hidden
    rest = sum(sizes[place] for place in hidden)
    total_is_hidden_too = sum(sizes) < SMALLEST_SHOWN
    everything_is = len(hidden) == len(sizes)
    assert (
        not hidden or total_is_hidden_too or (rest >= SMALLEST_SHOWN and (len(hidden) > 1 or everything_is))
    )
