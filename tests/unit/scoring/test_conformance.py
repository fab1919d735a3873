"""Conformance: the published fitness values, and what they are made of."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.conformance import align, conformance
from scoring.domain.variants import Variant
from unit.scoring.journeys import STEPS, join

INFORM, DECLARE, FILL, RECEIVE, CONNECT = STEPS


@pytest.mark.parametrize(
    ("path", "fitness"),
    [
        (STEPS, 1),
        (STEPS[:4], 0.8889),
        ((INFORM, DECLARE, FILL, FILL, RECEIVE, CONNECT), 0.9091),
        ((INFORM, FILL, DECLARE, RECEIVE, CONNECT), 0.8),
        ((INFORM,), 0.3333),
        ((INFORM, DECLARE, "call_help", FILL, RECEIVE, CONNECT), 0.9091),
    ],
    ids=["complete", "without connect", "fill twice", "fill before declare", "inform alone", "a call"],
)
def test_the_fitness_of_a_path_is_the_published_one(path: tuple[str, ...], fitness: float) -> None:
    assert round(float(align(join().stages, path).fitness), 4) == fitness


def test_to_leave_an_optional_stage_out_costs_nothing() -> None:
    stages = list(join().stages)
    stages[-1] = replace(stages[-1], optional=True)
    found = align(stages, STEPS[:4])
    assert (found.cost, found.skipped) == (0, ())


def test_every_deviation_has_its_name() -> None:
    stages = join().stages
    assert align(stages, (INFORM, FILL, RECEIVE, CONNECT)).skipped == (DECLARE,)
    assert align(stages, (INFORM, DECLARE, FILL, FILL, RECEIVE, CONNECT)).repeated == (FILL,)
    assert align(stages, (*STEPS, "call_help")).not_on_the_map == ("call_help",)
    moved = align(stages, (INFORM, FILL, DECLARE, RECEIVE, CONNECT))
    assert moved.out_of_order in ((FILL,), (DECLARE,))
    assert (moved.skipped, moved.repeated) == ((), ())


def test_an_outcome_that_is_no_stage_is_no_deviation() -> None:
    found = conformance(join(), [Variant((*STEPS, "invoice.paid"), 3)])
    assert found is not None
    assert found.fitness == 1
    assert (found.perfect, found.cases) == (3, 3)


def test_a_log_costs_what_its_cases_cost_together() -> None:
    """Three perfect cases, cost 0 of 10 each, and one that is only informed, 4 of 6: 1 − 4 / 36."""
    found = conformance(join(), [Variant(STEPS, 3), Variant((INFORM,), 1)])
    assert found is not None
    assert found.fitness == 1 - Fraction(4, 36)
    assert found.mean_fitness == Fraction(3 + Fraction(1, 3)) / 4
    assert found.skipped == {DECLARE: 1, FILL: 1, RECEIVE: 1, CONNECT: 1}
    assert conformance(join(), []) is None


@given(st.lists(st.sampled_from([*STEPS, "call_help"]), max_size=9))
def test_what_is_put_in_and_taken_out_is_the_distance_of_the_longest_common_part(path: list[str]) -> None:
    """Insert/delete distance = |path| + |design| − 2 × longest common subsequence."""
    common = [[0] * 6 for _ in range(len(path) + 1)]
    for i, step in enumerate(path):
        for j, stage in enumerate(STEPS):
            longest = max(common[i][j + 1], common[i + 1][j])
            common[i + 1][j + 1] = common[i][j] + 1 if step == stage else longest
    found = align(join().stages, path)
    assert found.cost == len(path) + 5 - 2 * common[-1][-1]
    assert 0 <= found.fitness <= 1
