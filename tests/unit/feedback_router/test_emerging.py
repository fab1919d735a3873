"""A theme that grows is found within days, chance alone is hardly ever cried, and the formula is the published one."""

from pathlib import Path
from runpy import run_path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from feedback_router.domain.emerging import BEGINS, DAYS, FLOOR, rise, tail

SIMULATION: dict[str, Any] = run_path(str(Path(__file__).parents[3] / "benchmarks/emerging.py"))
FLAT = [40] * DAYS


def days(*newest: int, before: int = 0) -> list[int]:
    return [*newest, *[before] * (DAYS - len(newest))]


@given(st.integers(0, 300), st.floats(0.05, 80), st.floats(0.3, 500))
def test_the_tail_is_that_of_the_negative_binomial(seen: int, mean: float, size: float):
    expected = stats.nbinom.sf(seen - 1, size, size / (size + mean))
    assert tail(seen, mean, size) == pytest.approx(expected, rel=1e-6, abs=1e-15)


def test_what_nobody_ever_said_and_many_say_now_is_found():
    risen = rise(days(6, 4), FLAT, DAYS)
    assert risen is not None
    assert risen.chance < BEGINS
    assert (risen.days, risen.seen) in {(1, 6), (3, 10)}


def test_the_example_of_the_docs():
    said = (Path(__file__).parents[3] / "docs/themes.md").read_text(encoding="utf-8")
    past = [1, 0] * 14
    nine = rise([4, 3, 2, *past], [10] * DAYS, DAYS)
    eleven = rise([4, 4, 3, *past], [10] * DAYS, DAYS)
    assert nine is not None
    assert eleven is not None
    assert f"(14 + 0.5) × 3 / 28 = {nine.expected:.2f} were" in said
    assert f"chance of {nine.chance * 1e4:.1f} in 10,000, which is not enough" in said
    assert f"With 11 it is {eleven.chance * 1e6:.1f} in a million: emerging" in said
    assert nine.chance > BEGINS > eleven.chance


def test_below_the_floor_nothing_is_said_however_new_it_is():
    assert rise(days(FLOOR - 1), FLAT, DAYS) is None


def test_without_a_past_there_is_nothing_to_compare_with():
    assert rise(days(50), FLAT, 9) is None


def test_a_weekday_that_is_always_busy_is_no_news():
    weekly = [20 if day % 7 == 0 else 1 for day in range(DAYS)]
    everything = [200 if day % 7 == 0 else 10 for day in range(DAYS)]
    alone = rise(weekly, FLAT, DAYS)
    known = rise(weekly, everything, DAYS)
    assert alone is not None
    assert known is not None
    assert known.chance > 0.2 > alone.chance


def test_when_everybody_says_more_of_everything_no_theme_is_emerging():
    theme = days(12, 12, 12, before=4)
    busy = [160, 160, 160, *[40] * (DAYS - 3)]
    quiet, bustling = rise(theme, FLAT, DAYS), rise(theme, busy, DAYS)
    assert quiet is not None
    assert bustling is not None
    assert quiet.chance < 0.01 < bustling.chance


@given(st.lists(st.integers(0, 30), min_size=DAYS, max_size=DAYS), st.integers(1, 30))
def test_one_more_today_never_makes_it_likelier_to_be_chance(theme: list[int], more: int):
    everything = [count + 40 for count in theme]
    before = rise(theme, everything, DAYS)
    after = rise([theme[0] + more, *theme[1:]], [everything[0] + more, *everything[1:]], DAYS)
    if before is not None:
        assert after is not None
        assert after.chance <= before.chance + 1e-12


def test_false_alarms_in_fourteen_days_are_rare():
    chance = np.random.default_rng(SIMULATION["SEED"])
    assert SIMULATION["false_alarms"](6, chance) <= 0.5


@pytest.mark.parametrize(("before", "after"), [(0.0, 4.0), (1.0, 8.0), (3.0, 15.0)])
def test_what_grows_much_is_found_within_four_days(before: float, after: float):
    chance = np.random.default_rng(SIMULATION["SEED"])
    assert SIMULATION["found"](before, after, 20, chance).within[4] >= 90
