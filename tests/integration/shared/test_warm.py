"""Warm connections run statements as psycopg's own connections do, and commit each by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from shared.db import Database
from shared.warm import Warm

ECHO = b"SELECT %(value)s::"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
MOMENTS = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001  the zone is drawn apart
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.builds(timezone, st.integers(-14, 14).map(lambda hours: timedelta(hours=hours))),
)
VALUES = st.one_of(
    st.tuples(st.just(b"text"), st.none() | TEXTS),
    st.tuples(st.just(b"bigint"), st.none() | st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just(b"boolean"), st.none() | st.booleans()),
    st.tuples(st.just(b"bytea"), st.none() | st.binary()),
    st.tuples(st.just(b"uuid"), st.none() | st.uuids()),
    st.tuples(st.just(b"timestamptz"), st.none() | MOMENTS),
)


@pytest.fixture
def connection(log: Database) -> Iterator[Warm]:
    with log.warm() as warm:
        yield warm


@given(typed=VALUES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_values_come_back_as_they_went(connection: Warm, typed: tuple[bytes, Any]) -> None:
    type_, value = typed
    assert connection.execute(ECHO + type_, {"value": value}).fetchone() == (value,)


def test_documents_and_rows_are_read_like_by_psycopg_itself(connection: Warm, log_url: str) -> None:
    statement = (
        b"SELECT %(a)s::jsonb, %(b)s::text, now() AT TIME ZONE 'UTC' IS NOT NULL, NULL, 1.50::numeric, %(b)s"
    )
    values = {"a": Jsonb({"ñ": [1, None]}), "b": "x", "ignored": 1}
    with psycopg.connect(log_url) as plain:
        expected = plain.execute(statement, values).fetchone()
    outcome = connection.execute(statement, values)
    assert outcome.fetchone() == expected
    assert outcome.rowcount == 1


def test_every_statement_commits_by_itself_and_says_how_many_rows_it_changed(
    connection: Warm, log: Database
) -> None:
    connection.execute(b"CREATE TABLE kept (n integer)")
    outcome = connection.execute(b"INSERT INTO kept SELECT generate_series(1, %(n)s)", {"n": 3})
    assert (outcome.rowcount, outcome.fetchone()) == (3, None)
    with log.transaction() as another:
        assert another.execute("SELECT count(*) FROM kept").fetchone() == (3,)


def test_what_is_refused_is_told_as_psycopg_tells_it_and_the_connection_stays_good(connection: Warm) -> None:
    connection.execute(b"CREATE TABLE once (id uuid CONSTRAINT only_once PRIMARY KEY, at timestamptz)")
    row = {"id": UUID(int=1), "at": datetime(2026, 11, 20, tzinfo=UTC)}
    connection.execute(b"INSERT INTO once VALUES (%(id)s, %(at)s)", row)
    with pytest.raises(psycopg.errors.UniqueViolation) as refused:
        connection.execute(b"INSERT INTO once VALUES (%(id)s, %(at)s)", row)
    assert refused.value.diag.constraint_name == "only_once"
    with pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute(b"SELECT * FROM nowhere")
    assert connection.is_idle
    assert connection.execute(b"SELECT at FROM once WHERE id = %(id)s", row).fetchone() == (row["at"],)


def test_a_server_that_has_gone_is_an_operational_error_and_its_connection_is_not_kept(log: Database) -> None:
    with log.warm() as gone:
        pid = gone.execute(b"SELECT pg_backend_pid()").fetchone()
        with log.transaction() as another:
            another.execute("SELECT pg_terminate_backend(%s, 5000)", pid)
        with pytest.raises(psycopg.OperationalError):
            gone.execute(b"SELECT 1")
    assert gone.closed
    with log.warm() as fresh:
        assert fresh is not gone
        assert fresh.execute(b"SELECT 1").fetchone() == (1,)


def test_after_a_migration_a_prepared_statement_fails_once_at_most(log: Database) -> None:
    find = b"SELECT n FROM changing"
    with log.warm() as before:
        before.execute(b"CREATE TABLE changing (n integer)")
        before.execute(find)
    with log.transaction() as migration:
        migration.execute("ALTER TABLE changing ALTER COLUMN n TYPE text")
    with pytest.raises(psycopg.errors.FeatureNotSupported), log.warm() as before:
        before.execute(find)
    with log.warm() as after:
        assert after.execute(find).fetchone() is None
