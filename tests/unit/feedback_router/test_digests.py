"""What a digest calls unusual, with what it compares, and whom it says to call."""

import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from math import comb
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.digests import (
    LONGEST_QUOTE,
    Count,
    Waiting,
    comparable,
    more_than_usual,
    quoted,
    to_call,
    token_hash,
    token_of,
)
from feedback_router.domain.unusual import chance, usual
from shared.i18n import Texts

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def test_two_equally_long_times_are_compared_as_a_coin_would_be_thrown() -> None:
    # Of 10, at least 8 on one side of a fair coin: (45 + 10 + 1) / 1024.
    assert chance(8, 2, 1.0) == pytest.approx(56 / 1024)


def test_thirteen_against_three_is_what_the_binomial_table_says() -> None:
    # n = 16, p = 0.5, 13 or more: 0.0106.
    assert chance(13, 3, 1.0) == pytest.approx(697 / 65536)


@given(st.integers(0, 60), st.integers(0, 200), st.sampled_from([0.25, 1 / 3, 0.5, 1.0]))
def test_the_chance_is_the_upper_tail_of_a_binomial(now: int, before: int, part: float) -> None:
    every, share = now + before, part / (1 + part)
    tail = sum(comb(every, k) * share**k * (1 - share) ** (every - k) for k in range(now, every + 1))
    assert chance(now, before, part) == pytest.approx(tail, abs=1e-9)
    assert chance(now + 1, before, part) <= chance(now, before, part) + 1e-12


def test_what_is_usual_is_the_mean_of_the_times_before() -> None:
    assert usual(10, 1 / 4) == 2.5


def test_only_what_is_severe_and_beyond_chance_is_unusual_the_most_surprising_first() -> None:
    counts = [
        Count("join", 1, 90, 8),  # mild
        Count("join", 2, 9, 8),
        Count("leave", 3, 12, 4),
        Count("move", 2, 3, 8),  # 3, where 2 are usual
        Count(None, 2, 0, 40),
    ]
    found = more_than_usual(counts, 1 / 4)
    assert [(line.journey, line.count, line.usual) for line in found] == [
        ("leave", 12, 1.0),
        ("join", 9, 2.0),
    ]


def test_a_day_is_compared_with_the_same_weekday_of_the_weeks_before() -> None:
    assert comparable(MONDAY - DAY, MONDAY, MONDAY - 10 * WEEK) == (WEEK, 4)
    assert comparable(MONDAY - DAY, MONDAY, MONDAY - DAY - 2 * WEEK) == (WEEK, 2)
    assert comparable(MONDAY - DAY, MONDAY, MONDAY - 3 * DAY) == (WEEK, 0)
    assert comparable(MONDAY - DAY, MONDAY, None) == (WEEK, 0)


def test_a_time_of_more_than_a_week_is_compared_with_times_that_do_not_overlap() -> None:
    step, windows = comparable(MONDAY - 10 * DAY, MONDAY, MONDAY - 30 * WEEK)
    assert (step, windows) == (2 * WEEK, 4)


def waiting(who: str, severity: int = 0, *, reopened: bool = False, overdue: bool = False) -> Waiting:
    return Waiting(uuid4(), who, severity, reopened, overdue)


def test_two_customers_are_called_each_once_and_for_their_strongest_reason() -> None:
    given_ = [
        waiting("ana"),
        waiting("bruno", 4, reopened=True, overdue=True),
        waiting("bruno", 3),
        waiting("carla", 1, reopened=True, overdue=True),
        waiting("diego", 0, overdue=True),
    ]
    called = [(one.customer_key, why) for one, why in to_call(given_)]
    assert called == [("bruno", "severity_4"), ("carla", "reopened")]
    assert [why for _, why in to_call(given_[-1:])] == ["overdue"]
    assert list(to_call([waiting("ana", 2)])) == []


def test_a_long_comment_is_cut_and_says_so() -> None:
    assert quoted("short") == "short"
    long = quoted("word " * 400)
    assert len(long) <= LONGEST_QUOTE
    assert long.endswith("word…")


def test_a_link_can_be_derived_by_who_holds_the_secret_alone() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert token_of(one, "secret") == token_of(one, "secret")
    assert len({token_of(one, "secret"), token_of(one, "another"), token_of(other, "secret")}) == 3
    assert len(token_of(one, "secret")) == 27
    assert token_hash(token_of(one, "secret")) != token_hash(token_of(other, "secret"))


def test_the_worked_example_of_the_documentation_comes_out() -> None:
    page = (Path(__file__).parents[3] / "docs/executives.md").read_text(encoding="utf-8")
    said = re.search(
        r"(\d+) today, and (\d+) in the same hours of the (\d) weeks before\. Usual are [^=]+= ([\d.]+)\."
        r".*?is (0\.\d+): unusual",
        page,
        re.DOTALL,
    )
    assert said
    now, before, weeks = (int(said[number]) for number in (1, 2, 3))
    assert usual(before, 1 / weeks) == float(said[4])
    assert chance(now, before, 1 / weeks) == pytest.approx(float(said[5]), abs=0.00005)
    (line,) = more_than_usual([Count("join", 2, now, before)], 1 / weeks)
    assert line.count == now


def test_each_topic_that_a_comment_can_be_about_has_a_name_in_each_language() -> None:
    listed = (files("feedback_router.text") / "words" / "topics.txt").read_text("utf-8").splitlines()
    topics = {line.partition(":")[0] for line in listed if not line.startswith("#")}
    for texts in Texts.of("feedback_router.executives").by_language.values():
        assert topics == {key.removeprefix("topic_") for key in texts if key.startswith("topic_")}
