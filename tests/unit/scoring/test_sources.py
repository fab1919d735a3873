"""Sources of information: how old they were when they were asked, and what may be told of them."""

from collections import defaultdict
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.cases import cases_of
from scoring.domain.estimates import Hidden
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.lookups import SourceUsed
from scoring.domain.sources import SourceTold, Use, age, hidden_uses, told
from scoring.domain.touchpoints import Lookup
from unit.scoring.journeys import START, happened, join

DAY = 86400
# Who looked where, in which channel, and whether the age is known.
LOOKED = st.lists(
    st.tuples(
        st.integers(0, 9), st.sampled_from("abc"), st.sampled_from(["web", "phone", ""]), st.booleans()
    ),
    max_size=60,
)
Looked = list[tuple[int, str, str, bool]]


def uses(looked: Looked) -> list[Use]:
    """What the database counts, ages being a day."""
    cells: defaultdict[tuple[str, str | None], Looked] = defaultdict(list)
    for one in looked:
        cells[one[1], None].append(one)
        cells[one[1], one[2]].append(one)
    return [
        Use(
            source=source,
            channel=channel,
            cases=len({who for who, *_ in cell}),
            lookups=len(cell),
            found=len(cell),
            cases_with_age=len({who for who, *_, known in cell if known}),
            ages=np.full(sum(known for *_, known in cell), DAY, dtype=np.int64),
        )
        for (source, channel), cell in sorted(cells.items(), key=str)
    ]


def shown(looked: Looked) -> list[SourceTold]:
    found = uses(looked)
    return told(found, [], hidden_uses(CaseSelection("join"), {(): [use.size for use in found]}))


def whose(looked: Looked) -> set[int]:
    return {who for who, *_ in looked}


def test_the_age_is_that_at_the_lookup_and_a_change_after_it_tells_nothing() -> None:
    lookups = (
        Lookup("map", found=True, updated_at=START),
        Lookup("file", found=False, updated_at=START + timedelta(days=2, seconds=1)),
        Lookup("wiki", found=True),
    )
    (case,) = cases_of(
        join(), [happened("inform", 0, channel="web"), happened("call_help", 2, lookups=lookups)]
    )
    assert case.sources == (
        SourceUsed("map", "web", found=True, age_seconds=2 * DAY),
        SourceUsed("file", "web", found=False, age_seconds=None),
        SourceUsed("wiki", "web", found=True, age_seconds=None),
    )


@pytest.mark.parametrize(("n", "low", "high"), [(6, 1, 6), (10, 2, 9), (20, 6, 15), (25, 8, 18)])
def test_the_medians_interval_has_the_ranks_of_the_published_tables(n: int, low: int, high: int) -> None:
    """Of the binomial distribution with p = ½: W. J. Conover, table A3."""
    found = age(np.arange(1, n + 1) * DAY, None)
    assert (found.low, found.high) == (low, high)


def test_five_ages_have_a_median_without_an_interval_and_are_fresh_to_the_second() -> None:
    found = age(np.array([0, 3 * DAY, 3 * DAY, 3 * DAY + 1, 9 * DAY]), 3)
    assert (found.n, found.median, found.low, found.high) == (5, 3, None, None)
    assert found.fresh
    assert found.fresh.shown
    assert (found.fresh.value, found.fresh.n) == (0.6, 5)


@given(LOOKED)
def test_nothing_that_is_shown_nor_left_over_is_of_few_cases(looked: Looked) -> None:
    items = {item.source: item for item in shown(looked)}
    left_over = [one for one in looked if one[1] not in items]
    assert not left_over or not items or len(whose(left_over)) >= 5
    for source, item in items.items():
        own = [one for one in looked if one[1] == source]
        assert len(whose(own)) >= 5
        rest = [one for one in own if one[2] not in item.channels]
        assert not rest or len(whose(rest)) >= 5
        for channel in item.channels:
            assert len(whose([one for one in own if one[2] == channel])) >= 5


@given(LOOKED)
def test_no_age_of_few_cases_is_shown_nor_follows_from_the_others(looked: Looked) -> None:
    for item in shown(looked):
        known = [one for one in looked if one[1] == item.source and one[3]]
        if item.whole.age is None:
            assert known == []
        elif isinstance(item.whole.age, Hidden):
            assert all(isinstance(used.age, Hidden) or used.age is None for used in item.channels.values())
        else:
            assert len(whose(known)) >= 5
            told_of = {
                name for name, used in item.channels.items() if used.age and not isinstance(used.age, Hidden)
            }
            rest = [one for one in known if one[2] not in told_of]
            assert not rest or len(whose(rest)) >= 5
