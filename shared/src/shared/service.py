"""One service at work: its settings, its database, its bell. Made once a process, by the app or by the jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import current_app
from psycopg import Connection

from shared.bell import Bell
from shared.db import Database
from shared.rate_limits import RateLimits
from shared.settings import Settings

S = TypeVar("S", bound=Settings)
# The transaction that every change of this request joins, where its edge has opened one around the whole view.
_around: ContextVar[Connection | None] = ContextVar("around", default=None)


@dataclass(frozen=True)
class Service(Generic[S]):
    """`name` is the path and the key of everything a stranger sees, `package` the Python package and the queue."""

    name: str
    package: str
    settings: S
    database: Database
    bell: Bell
    rate_limits: RateLimits
    # What the services' own key may do here besides reading the log and the summary.
    internal_scopes: frozenset[str] = frozenset()

    @classmethod
    def start(
        cls, name: str, package: str, settings: S, *, internal_scopes: frozenset[str] = frozenset()
    ) -> "Service[S]":
        """Wire a service from its settings; nothing is opened yet."""
        return cls(
            name,
            package,
            settings,
            Database(settings.database_url),
            Bell(settings.redis_url),
            RateLimits(settings.redis_url, name),
            internal_scopes,
        )

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction that changes something; after its commit the followers hear the bell."""
        joined = _around.get()
        if joined is not None:
            yield joined
            return
        with self.database.transaction() as connection:
            yield connection
        self.tell_followers()

    def tell_followers(self) -> None:
        """Ring for all who follow this service's log: there is something new in it."""
        for follower in self.settings.followers:
            self.bell.ring(follower, "follow", self.name)

    def tell_followers_soon(self) -> None:
        """The same, without waiting for it."""
        for follower in self.settings.followers:
            self.bell.ring_soon(follower, "follow", self.name)

    @contextmanager
    def around(self) -> Iterator[Connection]:
        """One change that every `change()` within joins: what they do commits at the end of this one, or not at all."""
        with self.change() as connection:
            token = _around.set(connection)
            try:
                yield connection
            finally:
                _around.reset(token)

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
