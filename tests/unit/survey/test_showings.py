"""A form says when it was shown and of which survey it is, and nobody else can say so for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.domain.showings import Showing, read_showing, write_showing

KEY = "a secret key"
NOW = datetime(2026, 11, 22, 12, 0, 0, 900_000, tzinfo=UTC)
SECOND = int(NOW.timestamp())
SURVEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True)
SHOWINGS = st.one_of(
    st.integers(0, 99_999_999_999).map(Showing),
    st.builds(Showing, st.integers(0, 99_999_999_999), SURVEYS, st.integers(1, 2**31 - 1)),
)


@pytest.mark.parametrize(
    ("ago", "quick"), [(0, True), (1, True), (2, False), (59, False), (86_400, False), (86_401, None)]
)
def test_who_sends_a_form_sooner_than_anybody_reads_is_quick_and_after_a_day_nobody_knows(ago, quick):
    assert Showing(SECOND - ago).quick(NOW) is quick


def test_a_clock_that_runs_ahead_elsewhere_makes_no_answer_come_before_its_form():
    assert Showing(SECOND + 3).quick(NOW) is True
    assert Showing(SECOND).quick(NOW - timedelta(hours=1)) is True


@given(SHOWINGS)
def test_a_form_says_what_was_written_into_it_in_signs_that_html_leaves_alone(showing):
    text = write_showing(showing, KEY)
    assert read_showing(text, KEY) == showing
    assert not set(text) & set("&<>\"'")


def test_a_form_from_before_surveys_were_said_is_still_read():
    assert read_showing("1795003200.312fb3c035e2b8c5", KEY) == Showing(1_795_003_200)


@given(st.text())
def test_what_is_no_showing_says_nothing(text):
    assert read_showing(text, KEY) is None


def test_a_showing_that_was_changed_or_made_with_another_key_says_nothing():
    told, _, seal = write_showing(Showing(SECOND, "after-support", 2), KEY).rpartition(".")
    assert read_showing(f"{told}.{seal}", KEY) == Showing(SECOND, "after-support", 2)
    for other in (
        f"{SECOND - 60}.after-support.2",
        f"{SECOND}.after-support.1",
        f"{SECOND}.other.2",
        f"{SECOND}",
    ):
        assert read_showing(f"{other}.{seal}", KEY) is None
    assert read_showing(write_showing(Showing(SECOND), "another key"), KEY) is None
