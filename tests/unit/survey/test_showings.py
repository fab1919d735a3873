"""A form says when it was shown, and nobody else can say so for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.domain.showings import seconds_shown, write_showing

KEY = "a secret key"
NOW = datetime(2026, 11, 22, 12, 0, 0, 900_000, tzinfo=UTC)
SECOND = int(NOW.timestamp())


@pytest.mark.parametrize("ago", [0, 1, 2, 59, 86_400])
def test_a_form_tells_for_how_long_it_was_there(ago: int) -> None:
    assert seconds_shown(write_showing(SECOND - ago, KEY), KEY, NOW) == ago


def test_a_clock_that_runs_ahead_elsewhere_makes_no_answer_come_before_its_form() -> None:
    assert seconds_shown(write_showing(SECOND + 3, KEY), KEY, NOW) == 0


def test_of_a_form_that_was_left_open_for_longer_than_a_day_nothing_is_known() -> None:
    assert seconds_shown(write_showing(SECOND, KEY), KEY, NOW + timedelta(days=1, seconds=1)) is None


@given(st.text())
def test_what_is_no_showing_says_nothing(text: str) -> None:
    assert seconds_shown(text, KEY, NOW) is None


def test_a_showing_that_was_changed_or_made_with_another_key_says_nothing() -> None:
    _, _, seal = write_showing(SECOND, KEY).partition(".")
    assert seconds_shown(f"{SECOND - 60}.{seal}", KEY, NOW) is None
    assert seconds_shown(write_showing(SECOND - 60, "another key"), KEY, NOW) is None
