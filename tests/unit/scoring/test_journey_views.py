"""What may be seen: no cell that rests on too few cases, and none that follows from the others."""

from scoring.domain import journey_views
from scoring.domain.estimates import Hidden
from scoring.domain.journey_parts import hidden_parts
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.suppression import Cell
from scoring.domain.survival import Waits
from scoring.domain.variants import Variant, edges
from unit.scoring.journeys import STEPS, join

INFORM, DECLARE, *_ = STEPS


def test_two_edges_that_the_same_three_customers_took_are_not_taken_for_those_of_six() -> None:
    """Else 3 customers' two steps would follow from what left the first step in all."""
    ways = [
        Variant((INFORM, DECLARE), 50),
        Variant((INFORM, "visit", DECLARE), 10),
        Variant((INFORM, "call_help", INFORM, "write", INFORM, DECLARE), 3),
    ]
    found: dict[Cell, int] = {(edge.source, edge.target): edge.cases for edge in edges(ways)}
    hidden = hidden_parts(CaseSelection("join"), {(): found}, summed=True, overlapping=True)
    assert {target for source, target in found.keys() - hidden if source == INFORM} == {DECLARE}


def test_a_graph_of_too_few_cases_is_not_drawn() -> None:
    assert isinstance(journey_views.graph([Variant(STEPS, 4)], {}, ()), Hidden)


def test_an_edge_that_is_hidden_is_left_out_and_counted() -> None:
    ways = [Variant((INFORM, DECLARE), 50), Variant((INFORM, "call_help", DECLARE), 3)]
    hidden = [(INFORM, "call_help"), ("call_help", DECLARE), ("call_help", "call_help")]
    found = journey_views.graph(ways, {(INFORM, DECLARE): 60}, hidden)
    assert not isinstance(found, Hidden)
    shown = {(item.edge.source, item.edge.target) for item in found.edges}
    assert shown == {(None, INFORM), (INFORM, DECLARE), (DECLARE, None)}
    assert (found.hidden, found.cases, found.touchpoints) == (2, 53, 109)


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
    (found,) = journey_views.handoffs(
        owners, {("marketing", "sales"): 3600}, {("marketing", "sales"): 10}, ()
    )
    assert (found.n, found.cases, found.median_s) == (30, 30, 3600)
    assert found.lost.shown
    assert found.lost.value == 0.25
