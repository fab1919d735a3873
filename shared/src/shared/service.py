"""One service at work: its settings, its database, its bell. Made once a process, by the app or by the jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import current_app
from psycopg import Connection

from shared.bell import Bell
from shared.db import Database
from shared.settings import Settings

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Service(Generic[S]):
    """`name` is the path and the key of everything a stranger sees, `package` the Python package and the queue."""

    name: str
    package: str
    settings: S
    database: Database
    bell: Bell

    @classmethod
    def start(cls, name: str, package: str, settings: S) -> "Service[S]":
        """Wire a service from its settings; nothing is opened yet."""
        return cls(name, package, settings, Database(settings.database_url), Bell(settings.redis_url))

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction that changes something; after its commit the followers hear the bell."""
        with self.database.transaction() as connection:
            yield connection
        for follower in self.settings.followers:
            self.bell.ring(follower, "follow", self.name)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that only looks; PostgreSQL refuses any change in it."""
        with self.database.transaction() as connection:
            connection.read_only = True
            try:
                yield connection
            finally:
                connection.rollback()
                connection.read_only = None


def current() -> "Service[Settings]":
    """The service whose request this is."""
    service = current_app.extensions["escucha"]
    assert isinstance(service, Service)  # noqa: S101  put there by shared.web
    return service
