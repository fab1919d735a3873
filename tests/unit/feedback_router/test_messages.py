"""How often, and how long, we try to hand a message over."""

from datetime import UTC, datetime, timedelta

from feedback_router.domain.messages import retry_at

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_the_pauses_double_up_to_an_hour_and_end_after_more_than_a_day() -> None:
    pauses = []
    attempts = 1
    while at := retry_at(NOW, attempts):
        pauses.append(at - NOW)
        attempts += 1
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (15, 30, 60, 120)]
    assert max(pauses) == timedelta(hours=1)
    assert timedelta(days=1) < sum(pauses, timedelta(0)) < timedelta(days=2)
