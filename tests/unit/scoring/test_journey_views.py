"""What may be seen: no cell that rests on too few cases, and none that follows from the others."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain import journey_views
from scoring.domain.cells import hidden_cells, hidden_overlapping
from scoring.domain.estimates import Hidden
from scoring.domain.survival import Waits
from scoring.domain.variants import Variant
from unit.scoring.journeys import STEPS, join

INFORM, DECLARE, *_ = STEPS


SIZES = st.lists(st.integers(1, 12), min_size=1, max_size=10)


def sums_of(sizes: list[int], data: st.DataObject) -> list[list[int]]:
    """Places of cells whose sum may be known."""
    places = st.lists(st.integers(0, len(sizes) - 1), min_size=1, unique=True)
    return data.draw(st.lists(places, max_size=4))


def in_part(hidden: set[int], sums: list[list[int]]) -> Iterator[set[int]]:
    """What is hidden of each sum of which something is told."""
    for group in sums:
        chosen = hidden.intersection(group)
        if chosen and len(chosen) < len(group):
            yield chosen


@given(SIZES, st.data())
def test_in_every_sum_that_may_be_known_no_hidden_cell_is_alone(
    sizes: list[int], data: st.DataObject
) -> None:
    sums = sums_of(sizes, data)
    hidden = hidden_cells(sizes, sums)
    assert hidden >= {place for place, size in enumerate(sizes) if size < 5}
    for chosen in in_part(hidden, sums):
        assert len(chosen) > 1
        assert sum(sizes[place] for place in chosen) >= 5


@given(SIZES, st.data())
def test_where_small_cells_may_be_of_the_same_few_one_that_is_large_enough_hides_with_them(
    sizes: list[int], data: st.DataObject
) -> None:
    sums = sums_of(sizes, data)
    hidden = hidden_overlapping(sizes, sums)
    assert hidden >= {place for place, size in enumerate(sizes) if size < 5}
    for chosen in in_part(hidden, sums):
        assert len(chosen) > 1
        assert max(sizes[place] for place in chosen) >= 5


def test_two_edges_that_the_same_three_customers_took_are_not_taken_for_those_of_six() -> None:
    """Else 3 customers' two steps would follow from what left the first step in all."""
    found = journey_views.graph(
        [
            Variant((INFORM, DECLARE), 50),
            Variant((INFORM, "visit", DECLARE), 10),
            Variant((INFORM, "call_help", INFORM, "write", INFORM, DECLARE), 3),
        ],
        {},
    )
    assert not isinstance(found, Hidden)
    out = {item.edge.target for item in found.edges if item.edge.source == INFORM}
    assert out == {DECLARE}


def test_two_switches_of_the_same_three_customers_are_not_taken_for_those_of_six() -> None:
    channels = [
        Variant(("web", "web"), 20),
        Variant(("web", "shop"), 10),
        Variant(("web", "phone", "web", "post"), 3),
    ]
    found = journey_views.ways([Variant((INFORM, DECLARE), 33)], channels, 10)
    assert not isinstance(found, Hidden)
    assert found.channel_switches == ()


def test_a_graph_of_too_few_cases_is_not_drawn() -> None:
    assert isinstance(journey_views.graph([Variant(STEPS, 4)], {}), Hidden)


def test_an_edge_of_few_cases_is_left_out_and_counted() -> None:
    found = journey_views.graph(
        [Variant((INFORM, DECLARE), 50), Variant((INFORM, "call_help", DECLARE), 3)], {(INFORM, DECLARE): 60}
    )
    assert not isinstance(found, Hidden)
    shown = {(item.edge.source, item.edge.target): item for item in found.edges}
    assert (INFORM, "call_help") not in shown
    assert ("call_help", DECLARE) not in shown
    assert found.hidden + len(found.edges) == 5
    assert (found.cases, found.touchpoints) == (53, 109)


def test_who_is_still_at_a_stage_has_not_dropped_off() -> None:
    days = 86400.0
    waits = Waits.of([days] * 6 + [2 * days] * 4, [1] * 6 + [0] * 4)
    found = journey_views.stages_left(join(), {0: waits})
    stage = found[INFORM]
    assert not isinstance(stage, Hidden)
    assert (stage.came, stage.went_on, stage.dropped, stage.still_there) == (10, 6, 0, 4)
    assert stage.goes_on.value == 0.6
    assert isinstance(found[DECLARE], Hidden)


def test_a_hand_off_that_was_lost_is_a_share_of_those_that_were_due() -> None:
    owners = [Variant(("marketing", "sales"), 30), Variant(("marketing",), 10)]
    (found,) = journey_views.handoffs(owners, {("marketing", "sales"): 3600}, {("marketing", "sales"): 10})
    assert (found.n, found.cases, found.median_s) == (30, 30, 3600)
    assert found.lost.shown
    assert found.lost.value == 0.25
