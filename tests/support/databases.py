"""Databases for tests: migrated once a session as a template, copied in a blink for each test that commits."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

import psycopg
from psycopg.conninfo import make_conninfo

from shared.migrate import migrate

PACKAGES = ("survey", "feedback_router", "scoring")
_numbers = count(1)


def somebody_waits(url: str) -> bool:
    """Whether somebody waits for a lock in this database."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            """SELECT EXISTS (SELECT FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
                              WHERE NOT l.granted AND a.datname = current_database())"""
        ).fetchone()
    return row is not None and bool(row[0])


class Databases:
    """The databases of one PostgreSQL server."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._templates: set[str] = set()

    def copy(self, package: str) -> AbstractContextManager[str]:
        """The URL of a fresh, migrated database, which is dropped afterwards."""
        template = f"template_{package}"
        if template not in self._templates:
            self._run(f"CREATE DATABASE {template}")
            migrate(self.url(template), package)
            self._templates.add(template)
        return self._made(f"{package}_{next(_numbers)}", f"TEMPLATE {template}")

    def empty(self) -> AbstractContextManager[str]:
        """The URL of a database with nothing in it, which is dropped afterwards."""
        return self._made(f"empty_{next(_numbers)}")

    def url(self, name: str) -> str:
        """The URL of a database of this server."""
        base, _, _ = self._server_url.rpartition("/")
        return f"{base}/{name}"

    @contextmanager
    def _made(self, name: str, how: str = "") -> Iterator[str]:
        self._run(f"CREATE DATABASE {name} {how}")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(make_conninfo(self._server_url), autocommit=True) as connection:
            connection.execute(statement.encode())
