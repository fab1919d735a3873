"""PostgreSQL: a pool, explicit transactions, and SQL that is kept in .sql files."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

# A statement that runs longer than this is a defect, not a slow day: better one failed request than a full pool.
_SESSION = "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"


class Database:
    """One service's database. Connections open when first needed, so that an app can be built without one."""

    def __init__(self, url: str, *, max_connections: int = 8) -> None:
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            min_size=0,
            max_size=max_connections,
            timeout=5,
            max_idle=300,
            open=False,
            kwargs={"connect_timeout": 5, "options": _SESSION},
            check=ConnectionPool.check_connection,
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside one transaction: committed at the end, rolled back on any error."""
        self._pool.open()
        with self._pool.connection() as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back to the server."""
        self._pool.close()


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
