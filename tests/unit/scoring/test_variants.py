"""The directly-follows graph, variants and rework; pm4py is the yardstick (development only, it is AGPL)."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas
import pm4py
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.variants import (
    Rework,
    TimedVariant,
    Variant,
    edges,
    medians,
    rework,
    reworked_cases,
    switches,
)
from unit.scoring.journeys import STEPS

EVENTS = 100_000


def log(chance: random.Random) -> list[list[str]]:
    """Cases that mostly follow the design, with calls, repetitions and early ends."""
    cases: list[list[str]] = []
    events = 0
    while events < EVENTS:
        case: list[str] = []
        for step in STEPS:
            case += [step] * chance.choices([0, 1, 2, 3], [5, 80, 10, 5])[0]
            case += ["call_help"] * chance.choices([0, 1, 2], [85, 10, 5])[0]
            if chance.random() < 0.12:
                break
        case = (case or ["call_help"])[: EVENTS - events]
        cases.append(case)
        events += len(case)
    return cases


def test_graph_and_variants_of_a_log_of_100_000_events_are_those_of_pm4py() -> None:
    cases = log(random.Random(5))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        (str(number), step, start + timedelta(minutes=place))
        for number, case in enumerate(cases)
        for place, step in enumerate(case)
    ]
    assert len(rows) == EVENTS
    frame = pandas.DataFrame(rows, columns=["case:concept:name", "concept:name", "time:timestamp"])
    variants = [Variant(path, n) for path, n in Counter(map(tuple, cases)).items()]
    found = edges(variants)
    dfg, starts, ends = pm4py.discover_dfg(frame)
    assert {(edge.source, edge.target): edge.n for edge in found if edge.source and edge.target} == dfg
    assert {edge.target: edge.n for edge in found if edge.source is None} == starts
    assert {edge.source: edge.n for edge in found if edge.target is None} == ends
    assert {variant.path: variant.cases for variant in variants} == pm4py.get_variants(frame)
    assert sum(dfg.values()) == EVENTS - len(cases)
    expected = Counter(step for case in cases for step, times in Counter(case).items() if times > 1)
    assert {item.step: item.cases for item in rework(variants)} == expected


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), min_size=1, max_size=8))
def test_the_edges_of_a_log_sum_to_its_events_minus_its_cases(cases: list[list[str]]) -> None:
    found = edges(Variant(tuple(case), 1) for case in cases)
    inner = sum(edge.n for edge in found if edge.source and edge.target)
    assert inner == sum(map(len, cases)) - len(cases)


def test_the_median_of_an_edge_is_over_all_variants_that_have_it() -> None:
    short = TimedVariant(Variant(("a", "b"), 2), np.array([[10], [40]]))
    long = TimedVariant(Variant(("a", "b", "a", "b"), 1), np.array([[30, 5, 20]]))
    alone = TimedVariant(Variant(("a",), 3), np.empty((3, 0), dtype=np.int64))
    assert medians([short, long, alone]) == {("a", "b"): 20, ("b", "a"): 5}


def test_what_is_done_twice_in_one_case_is_rework_and_one_case() -> None:
    variants = [Variant(("a", "b", "a", "a"), 2), Variant(("a", "b"), 3)]
    assert rework(variants) == [Rework("a", 2)]
    assert reworked_cases(variants) == 2


def test_a_switch_is_from_one_stated_channel_to_another() -> None:
    (switch,) = switches([Variant(("", "web", "web", "phone"), 4)])
    assert (switch.source, switch.target, switch.n) == ("web", "phone", 4)
