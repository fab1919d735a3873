"""Warm connections: for where a customer waits for one or two statements, each of which commits by itself.

What psycopg's `execute` does for every kind of statement (finding its parameters, deciding whether to prepare it,
making a cursor, waiting in Python) takes longer than the server needs to find a row. Here a statement is looked at once
a connection; values are adapted by psycopg, and libpq waits.
"""

import re
import select
from typing import Any, NamedTuple, cast

import psycopg
from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import TupleRow

_PARAMETER = re.compile(rb"%\((\w+)\)s")
_FAILED = frozenset({ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE, ExecStatus.NONFATAL_ERROR})


class Rows(NamedTuple):
    """What a statement yielded, and how many rows it found or changed."""

    rows: list[TupleRow]
    rowcount: int

    def fetchone(self) -> TupleRow | None:
        """The first row, None where there is none."""
        return self.rows[0] if self.rows else None


class _Statement(NamedTuple):
    """A statement as the server takes it, and whose values belong to its numbers."""

    text: bytes
    parameters: tuple[str, ...]
    formats: tuple[PyFormat, ...]


class Warm:
    """A connection on which every statement is planned once, and commits by itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._poll = select.poll()
        self._poll.register(connection.fileno(), select.POLLIN)
        self._values = Transformer(connection)
        self._statements: dict[bytes, _Statement] = {}
        self._prepared: dict[tuple[bytes, tuple[int, ...]], bytes] = {}

    def execute(self, statement: bytes, parameters: dict[str, Any] | None = None) -> Rows:
        """Run a statement with its `%(name)s`, like psycopg's own. Raises what psycopg raises."""
        text, names, formats = self._statements.get(statement) or self._read(statement)
        given = parameters or {}
        values = self._values.dump_sequence([given[name] for name in names], formats)
        types = self._values.types or ()
        prepared = self._prepared.get((text, types)) or self._prepare(text, types)
        nullable = cast(
            "list[bytes]", values
        )  # NULL is None, of which the types of libpq's wrapper know nothing
        result = self._checked(self._pgconn.exec_prepared(prepared, nullable, self._values.formats))
        self._values.set_pgresult(result)
        return Rows(self._values.load_rows(0, result.ntuples, tuple), result.command_tuples or 0)

    @property
    def is_idle(self) -> bool:
        """Whether it is open, and nothing was left open in it."""
        return self._pgconn.transaction_status == TransactionStatus.IDLE

    @property
    def has_something_to_say(self) -> bool:
        """Whether it can be read from while nobody uses it: a server says nothing unasked but goodbye."""
        return bool(self._poll.poll(0))

    @property
    def closed(self) -> bool:
        """Whether it has been closed."""
        return self._connection.closed

    def close(self) -> None:
        """Give it back to the server."""
        self._connection.close()

    def _read(self, statement: bytes) -> _Statement:
        names = tuple(dict.fromkeys(name.decode() for name in _PARAMETER.findall(statement)))
        text = _PARAMETER.sub(lambda found: b"$%d" % (names.index(found[1].decode()) + 1), statement)
        self._statements[statement] = _Statement(text, names, (PyFormat.AUTO,) * len(names))
        return self._statements[statement]

    def _prepare(self, text: bytes, types: tuple[int, ...]) -> bytes:
        name = b"warm_%d" % len(self._prepared)
        self._checked(self._pgconn.prepare(name, text, types))
        self._prepared[text, types] = name
        return name

    def _checked(self, result: PGresult) -> PGresult:
        if result.status not in _FAILED:
            return result
        if self._pgconn.status == ConnStatus.BAD:
            raise OperationalError(result.get_error_message())
        raise psycopg.errors.error_from_result(result)
