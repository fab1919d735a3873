"""The database goes away and comes back."""

import traceback
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolTimeout

from escucha.embedded import place
from shared import db
from shared.db import Database


def test_a_server_that_was_away_for_long_is_there_for_the_next_request_once_it_is_back(
    log_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_PATIENCE_S", 1.0)
    parts = conninfo_to_dict(log_url)
    name = f".s.PGSQL.{parts['port']}"
    with place.temporary() as folder:
        database = Database(make_conninfo(log_url, host=str(folder)))
        for _ in range(4):
            with pytest.raises(PoolTimeout), database.transaction():
                pytest.fail("nobody listens there")
        (folder / name).symlink_to(Path(str(parts["host"]), name))
        with database.transaction() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        database.close()


def test_a_connection_that_the_server_has_ended_is_given_to_nobody(log_url: str) -> None:
    database = Database(log_url)
    for _ in range(2):  # the first is opened for this, the second was ended while nobody used it
        with database.transaction() as connection:
            (ended,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        with psycopg.connect(log_url, autocommit=True) as other:
            assert other.execute("SELECT pg_terminate_backend(%s, 10000)", [ended]).fetchone() == (True,)
    with database.transaction() as connection:
        assert connection.execute("SELECT pg_backend_pid()").fetchone() != (ended,)
    database.close()


@pytest.mark.parametrize("opened", ["transaction", "warm"])
@pytest.mark.parametrize(
    "statement",
    [
        # Both are quoted by the server: the first in a DETAIL, the second in a CONTEXT.
        b"INSERT INTO cursors (source, position) SELECT %(words)s, '' FROM generate_series(1, 2)",
        b"SELECT jsonb_build_object('a', (%(words)s || '\\u0000\"}')::jsonb)",
    ],
)
def test_an_error_says_what_is_wrong_and_nothing_of_what_was_written(
    log_url: str, opened: str, statement: bytes
) -> None:
    database = Database(log_url)
    words = {"words": '{"said": "I am Ana'}
    with pytest.raises(psycopg.Error) as caught, getattr(database, opened)() as connection:
        connection.execute(statement, words)
    database.close()
    assert "Ana" not in "".join(traceback.format_exception(caught.value))
    assert str(caught.value).startswith(("duplicate key value violates", "unsupported Unicode escape"))
    assert caught.value.diag.sqlstate in {"23505", "22P05"}
