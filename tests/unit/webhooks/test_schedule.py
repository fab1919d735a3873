"""When a delivery is tried again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.webhook_schedule import ATTEMPTS, MOST_PATIENCE, PAUSES, due_again

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
chances = st.floats(0, 1)


def test_the_pauses_are_those_that_standard_webhooks_gives_as_an_example():
    """https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, Operational
    considerations: immediately, 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours."""
    seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    assert [pause.total_seconds() for pause in PAUSES] == seconds
    assert ATTEMPTS == 10


@given(st.lists(chances, min_size=len(PAUSES), max_size=len(PAUSES)))
def test_pauses_grow_whatever_chance_adds_and_there_are_ten_attempts(jitters):
    times = [NOW]
    for failures, jitter in enumerate(jitters, start=1):
        due = due_again(failures, None, now=times[-1], jitter=jitter)
        assert due is not None
        times.append(due)
    assert len(times) == 10
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert all(shorter < longer for shorter, longer in pairwise(pauses))
    assert all(p <= made <= p * 1.1 for p, made in zip(PAUSES, pauses, strict=True))
    assert due_again(10, None, now=times[-1], jitter=0.5) is None


@given(st.integers(1, 9), st.one_of(st.none(), st.text(max_size=30), st.integers().map(str)), chances)
def test_what_a_receiver_asks_for_never_shortens_a_pause_nor_stretches_it_beyond_a_day(
    failures, asked, jitter
):
    due = due_again(failures, asked, now=NOW, jitter=jitter)
    own = due_again(failures, None, now=NOW, jitter=jitter)
    assert due is not None
    assert own is not None
    assert own <= due <= max(own, NOW + MOST_PATIENCE)


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("3600", timedelta(hours=1)),
        ("Fri, 20 Nov 2026 12:00:00 GMT", timedelta(hours=2)),
        ("Fri, 20 Nov 2026 09:00:00 GMT", timedelta(seconds=5)),
        ("Fri, 20 Nov 2099 12:00:00 GMT", timedelta(hours=24)),
        ("99999999999999999999", timedelta(hours=24)),
        ("-5", timedelta(seconds=5)),
        ("Fri, 20 Nov 2026 12:00:00 +99999999", timedelta(seconds=5)),
    ],
)
def test_retry_after_is_seconds_or_a_date(asked, pause):
    assert due_again(1, asked, now=NOW, jitter=0) == NOW + pause
