"""The event log tells everything that was committed, once, in an order that no late commit can upset."""

from contextlib import ExitStack, closing

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import events
from shared.db import Database
from shared.events import Cursor
from shared.migrate import migrate
from support.feeds import happened

START = Cursor.parse("")


def read_all(database: Database, after: Cursor = START) -> events.Page:
    with database.transaction() as connection:
        return events.read(connection, after, 500)


def test_a_transaction_that_commits_late_is_not_skipped_by_who_has_read_further(log, log_url):
    early, late = happened(), happened()
    with psycopg.connect(log_url) as slow:
        events.append(slow, [early])  # has the lower number, is not committed yet
        with log.transaction() as quick:
            events.append(quick, [late])
        page = read_all(log)
        assert page.events == []
        assert page.more, "the reader is told that there is something it may not see yet"
        slow.commit()
    page = read_all(log)
    assert [event.id for event in page.events] == [early.id, late.id]
    assert not page.more


def test_a_transaction_that_draws_its_number_late_sorts_where_no_reader_has_been(log, log_url):
    first, second = happened(), happened()
    with psycopg.connect(log_url) as old:
        old.execute("SELECT pg_current_xact_id()")  # begins first, writes last
        with log.transaction() as young:
            events.append(young, [first])
        seen = read_all(log)
        assert seen.events == []
        events.append(old, [second])
        old.commit()
    page = read_all(log, seen.cursor)
    assert {event.id for event in page.events} == {first.id, second.id}


def test_what_was_rolled_back_is_never_told_and_holds_nothing_back(log, log_url):
    with psycopg.connect(log_url) as doomed:
        events.append(doomed, [happened()])
        doomed.rollback()
    kept = happened()
    with log.transaction() as connection:
        events.append(connection, [kept])
    assert [event.id for event in read_all(log).events] == [kept.id]


def test_an_event_is_told_with_all_that_was_written(log):
    written = happened(number=7, text="ñandú ✓")
    with log.transaction() as connection:
        events.append(connection, [written])
    assert read_all(log).events == [written]
    assert events.cloud_event(written, "/survey") == {
        "specversion": "1.0",
        "id": str(written.id),
        "source": "/survey",
        "type": "test.happened",
        "subject": "subject",
        "time": "2026-11-20T10:00:00+00:00",
        "requestid": "request-1",
        "datacontenttype": "application/json",
        "data": {"number": 7, "text": "ñandú ✓"},
    }


def test_a_log_restored_in_a_cluster_with_lower_transaction_numbers_goes_on_after_its_old_events(
    log, log_url
):
    old, new = happened(), happened()
    with log.transaction() as connection:
        events.append(connection, [old])
        # As a dump from a cluster that had lived longer looks in this one.
        connection.execute("UPDATE events SET txid = ((txid::text::bigint) + 1000000000)::text::xid8")
    assert read_all(log).events == [], "the old events seem to come from the future"
    migrate(log_url, "survey")
    before = read_all(log)
    assert [event.id for event in before.events] == [old.id]
    with log.transaction() as connection:
        events.append(connection, [new])
    assert [event.id for event in read_all(log, before.cursor).events] == [new.id]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(0, 4), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
    limit=st.integers(1, 5),
    aborted=st.sets(st.integers(0, 5)),
)
def test_a_reader_at_any_moments_gets_every_committed_event_once(log, log_url, sizes, order, limit, aborted):
    written: list[object] = []
    seen: list[object] = []
    cursor = read_to_end(log, START, 500)[1]
    steps = [number for number, size in enumerate(sizes) for _ in range(size)] + list(range(len(sizes)))
    order.shuffle(steps)
    left = {number: steps.count(number) for number in range(len(sizes))}
    pending: dict[int, list[object]] = {number: [] for number in left}
    with ExitStack() as stack:
        writers = [stack.enter_context(closing(psycopg.connect(log_url))) for _ in sizes]
        for number in steps:
            left[number] -= 1
            if left[number]:
                event = happened()
                events.append(writers[number], [event])
                pending[number].append(event.id)
            elif number in aborted:
                writers[number].rollback()
            else:
                writers[number].commit()
                written += pending[number]
            with log.transaction() as connection:
                page = events.read(connection, cursor, limit)
            seen += [event.id for event in page.events]
            cursor = page.cursor
    seen += read_to_end(log, cursor, limit)[0]
    assert sorted(map(str, seen)) == sorted(map(str, written))
    assert len(set(seen)) == len(seen)


def read_to_end(database: Database, cursor: Cursor, limit: int) -> tuple[list[object], Cursor]:
    seen: list[object] = []
    while True:
        with database.transaction() as connection:
            page = events.read(connection, cursor, limit)
        seen += [event.id for event in page.events]
        cursor = page.cursor
        if not page.more:
            return seen, cursor


@pytest.mark.parametrize("text", ["1", "a-b-c", "1-2-3-4", "-1-2-3", "1-2-99999999999999999999"])
def test_text_that_is_no_cursor_is_refused(text):
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.parse(text)
