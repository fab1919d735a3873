"""Two databases with an event log: one that writes, one that follows."""

from collections.abc import Iterator

import pytest

from shared.db import Database
from support.databases import Databases


@pytest.fixture
def log_url(databases: Databases) -> Iterator[str]:
    """The URL of a database with an empty event log."""
    with databases.copy("survey") as url:
        yield url


@pytest.fixture
def log(log_url: str) -> Iterator[Database]:
    """The database that writes events."""
    database = Database(log_url)
    yield database
    database.close()


@pytest.fixture
def follower_url(databases: Databases) -> Iterator[str]:
    """The URL of a database that follows, with a table where effects are counted; nothing in it is unique."""
    with databases.copy("survey") as url:
        database = Database(url)
        with database.transaction() as connection:
            connection.execute("CREATE TABLE effects (event_id uuid NOT NULL, at timestamptz DEFAULT now())")
        database.close()
        yield url


@pytest.fixture
def follower(follower_url: str) -> Iterator[Database]:
    """The database that follows."""
    database = Database(follower_url)
    yield database
    database.close()
