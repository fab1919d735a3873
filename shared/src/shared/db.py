"""PostgreSQL: a pool, explicit transactions, and SQL that is kept in .sql files."""

import json
import re
import select
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from typing import Any, Protocol

from psycopg import Connection, Error, InterfaceError, OperationalError
from psycopg.errors import QueryCanceled
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool, PoolTimeout

from shared.warm import Warm

# A statement that runs longer than this is a defect, not a slow day: better one failed request than a full pool.
_SESSION = "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
_OPTIONS: dict[str, Any] = {"connect_timeout": 5, "options": _SESSION}
# The few statements of warm connections look for single rows by key: their plan is the same for whatever they look for,
# and is made once a connection. Making it takes longer than carrying it out. No plan may read a whole table: one that
# was made while a table was empty is kept while it grows.
_WARM: dict[str, Any] = {
    **_OPTIONS,
    "options": f"{_SESSION} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off",
    "autocommit": True,
}
# So long a request waits for a connection, and so long one attempt to make it goes on: the next request begins anew.
# What tries longer pauses longer, up to minutes, and would not see that the server is back.
_PATIENCE_S = 5.0
# After this many seconds without work, something between here and the server may have forgotten a connection.
_MAX_IDLE_S = 300
_dumps = partial(json.dumps, default=str)


class Outcome(Protocol):
    """What a statement yielded, and how many rows it found or changed."""

    @property
    def rowcount(self) -> int:
        """How many."""
        ...

    def fetchone(self) -> TupleRow | None:
        """The first row, None where there is none."""
        ...


class Executes(Protocol):
    """What can run a statement: a connection in a transaction, or a warm one."""

    def execute(self, query: bytes, params: dict[str, Any] | None = None, /) -> Outcome:
        """Run it."""
        ...


class Database:
    """One service's database. Connections open when first needed, so that an app can be built without one."""

    def __init__(self, url: str, *, max_connections: int = 8) -> None:
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            min_size=0,
            max_size=max_connections,
            timeout=_PATIENCE_S,
            reconnect_timeout=_PATIENCE_S,
            max_idle=_MAX_IDLE_S,
            open=False,
            kwargs=_OPTIONS,
            check=_refuse_gone,
        )
        self._url = url
        self._warm: deque[tuple[Warm, float]] = deque()
        self._warm_at_most = max_connections

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside one transaction: committed at the end, rolled back on any error."""
        self._pool.open()
        try:
            with self._pool.connection() as connection:
                yield connection
        except Error as error:
            _leave_out_rows(error)
            raise

    @contextmanager
    def warm(self) -> Iterator[Warm]:
        """A connection that commits each statement by itself, for where a customer waits for one or two of them.

        It costs no round to the server: whether the server has gone is seen on the socket, before anything is sent.
        """
        connection = self._take_warm() or Warm(Connection.connect(self._url, **_WARM))
        try:
            yield connection
        except Error as error:
            _leave_out_rows(error)
            connection.close()  # what it has prepared may be for tables as they were before a migration
            raise
        finally:
            if connection.is_idle and len(self._warm) < self._warm_at_most:
                self._warm.append((connection, time.monotonic()))
            else:
                connection.close()

    def _take_warm(self) -> Warm | None:
        """The connection that was used last, if it is still good; none that is not is left in front of it."""
        while True:
            try:
                connection, since = self._warm.pop()
            except IndexError:
                return None
            if time.monotonic() - since < _MAX_IDLE_S and not connection.has_something_to_say:
                return connection
            connection.close()

    def close(self) -> None:
        """Give every connection back to the server."""
        self._pool.close()
        while self._warm:
            self._warm.pop()[0].close()


def _refuse_gone(connection: Connection) -> None:
    """OperationalError for an idle connection that can be read from: a server says nothing unasked but goodbye.

    To ask the server would be one round more for every request, and see no more.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        connection.close()  # or the pool would keep it
        raise OperationalError("the server has gone, or is going")


def _leave_out_rows(error: Error) -> None:
    """Of what the server said only its first line: it quotes rows in the others, and they belong into no log."""
    if error.diag.message_primary:
        error.args = (error.diag.message_primary,)


def is_away(error: Exception) -> bool:
    """Whether the database has gone or has no connection left; a statement that took too long is its own fault."""
    gone = isinstance(error, (OperationalError, InterfaceError, PoolTimeout))
    return gone and not isinstance(error, QueryCanceled)


def jsonb(value: object) -> Jsonb:
    """A value as a jsonb parameter, with moments and ids in it as texts."""
    return Jsonb(value, _dumps)


def statements(package: str, name: str) -> dict[str, bytes]:
    """The named statements of `<package>/<name>.sql`: each follows a line `-- name: <name>`."""
    text = files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)[ \t]*$", text, flags=re.MULTILINE)
    return {key: body.strip().encode() for key, body in zip(parts[1::2], parts[2::2], strict=True)}


def count(connection: Connection, statement: bytes, parameters: dict[str, Any] | None = None) -> int:
    """The single number that a statement yields."""
    row = connection.execute(statement, parameters).fetchone()
    assert row is not None  # noqa: S101  an aggregate always yields its row
    return int(row[0])
