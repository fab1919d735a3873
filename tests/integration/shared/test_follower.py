"""Following a log: every event takes effect exactly once, whatever dies in between."""

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared import events
from shared.follower import Batch, FeedError, Handler, follow, for_a_while, prepare, take
from support.feeds import AT, NOTING, NumberSchema, effects, happened, note, reading


def catch_up(follower, fetch, handlers):
    return follow(follower.transaction, follower.transaction, "survey", fetch, handlers)


def write(log, *written):
    with log.transaction() as connection:
        events.append(connection, list(written))
    return [event.id for event in written]


def test_every_event_takes_effect_once_and_following_again_changes_nothing(log, follower):
    ids = write(log, *(happened() for _ in range(1201)))
    assert catch_up(follower, reading(log), NOTING) == 1201
    assert catch_up(follower, reading(log), NOTING) == 0
    assert sorted(effects(follower)) == sorted(ids)


def test_a_long_log_is_read_for_a_while_and_the_rest_by_whoever_follows_next(log, follower):
    ids = write(log, *(happened() for _ in range(1201)))
    minutes = iter(AT + timedelta(minutes=n) for n in range(100))
    a_while = for_a_while(reading(log), lambda: next(minutes), timedelta(minutes=2))
    assert catch_up(follower, a_while, NOTING) == 1000
    assert catch_up(follower, reading(log), NOTING) == 201
    assert sorted(effects(follower)) == sorted(ids)


def test_the_same_batch_twice_takes_effect_once(log, follower):
    write(log, happened(), happened())
    batch = reading(log)("", 500)
    for expected in (True, False):
        with follower.transaction() as connection:
            assert take(connection, "survey", "", prepare(batch, NOTING)) is expected
    assert len(effects(follower)) == 2


def test_an_error_in_the_middle_of_a_batch_leaves_nothing_half_done(log, follower):
    ids = write(log, happened(), happened("test.other"), happened())

    def fail(connection, understood):
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        catch_up(
            follower,
            reading(log),
            {**NOTING, "test.other": Handler(NumberSchema(), fail)},
        )
    assert effects(follower) == []
    catch_up(
        follower,
        reading(log),
        {**NOTING, "test.other": NOTING["test.happened"]},
    )
    assert sorted(effects(follower)) == sorted(ids)


def test_a_follower_killed_in_the_middle_of_a_batch_leaves_nothing_half_done(
    log, log_url, follower, follower_url
):
    ids = write(log, *(happened() for _ in range(10)))
    victim = textwrap.dedent(
        """
        import os, signal, sys
        from shared.db import Database
        from shared.follower import Handler, follow
        from support.feeds import NumberSchema, note, reading

        def note_and_die(connection, understood):
            note(connection, understood)
            print("noted", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

        log, follower = Database(sys.argv[1]), Database(sys.argv[2])
        handlers = {"test.happened": Handler(NumberSchema(), note_and_die)}
        follow(follower.transaction, follower.transaction, "survey", reading(log), handlers)
        """
    )
    died = subprocess.run(
        [sys.executable, "-c", victim, log_url, follower_url],
        env={**os.environ, "PYTHONPATH": "tests"},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (died.stdout, died.returncode) == ("noted\n", -signal.SIGKILL), died.stderr
    assert effects(follower) == []
    catch_up(follower, reading(log), NOTING)
    assert sorted(effects(follower)) == sorted(ids)


def test_many_followers_at_once_apply_each_event_once(log, follower):
    ids = write(log, *(happened() for _ in range(1700)))
    with ThreadPoolExecutor(4) as pool:
        for result in [pool.submit(catch_up, follower, reading(log), NOTING) for _ in range(6)]:
            result.result()
    assert sorted(effects(follower)) == sorted(ids)


def test_an_event_that_cannot_be_understood_is_parked_and_stops_nothing(log, follower):
    good, bad, unknown = happened(number=1), happened(number="three"), happened("test.unheard_of")
    last = happened(number=2)
    write(log, good, bad, unknown, last)
    catch_up(follower, reading(log), NOTING)
    assert sorted(effects(follower)) == sorted([good.id, last.id])
    with follower.transaction() as connection:
        parked = connection.execute("SELECT id, type, reason, event FROM parked_events").fetchall()
    assert parked == [(bad.id, "test.happened", "{'number': ['Not a valid integer.']}", {"number": "three"})]


def test_a_log_that_is_away_moves_nothing_and_is_read_on_when_it_returns(log, follower):
    (first,) = write(log, happened())
    catch_up(follower, reading(log), NOTING)
    (second,) = write(log, happened())

    def away(after: str, limit: int) -> Batch:
        raise FeedError("nobody answers")

    with pytest.raises(FeedError):
        catch_up(follower, away, NOTING)
    catch_up(follower, reading(log), NOTING)
    assert sorted(effects(follower)) == sorted([first, second])


def test_events_committed_while_following_are_not_forgotten(log, follower):
    """Whoever is told `more` looks again, also when the older transaction that hides the news takes a moment."""
    seen: list[bool] = []
    fetch = reading(log)

    def hesitating(after: str, limit: int) -> Batch:
        batch = fetch(after, limit)
        if not seen:
            seen.append(True)
            write(log, happened())
            return Batch([], after, more=True)
        return batch

    assert catch_up(follower, hesitating, NOTING) == 1


def test_what_handlers_are_given_is_in_the_order_of_the_log(log, follower):
    ids = write(log, *(happened(number=number) for number in range(50)))
    order: list[object] = []

    def remember(connection, understood):
        order.extend(event.id for event, _ in understood)
        note(connection, understood)

    catch_up(
        follower,
        reading(log),
        {"test.happened": Handler(NumberSchema(), remember)},
    )
    assert order == ids


def test_what_is_somebody_elses_news_does_not_part_a_run(log):
    write(log, happened(), happened("test.unheard_of"), happened())
    (run,) = prepare(reading(log)("", 500), NOTING).runs
    assert len(run[1]) == 2
