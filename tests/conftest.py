"""Fixtures for all tests: servers start only for tests that ask for them."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from support.databases import Databases

# A busy machine is slow, not wrong.
settings.register_profile("escucha", deadline=None)
settings.load_profile("escucha")


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A real PostgreSQL. It need not survive a power cut, so it does not wait for the disk."""
    hasty = {"fsync": "off", "synchronous_commit": "off"}
    with temporary() as folder, postgres(folder, settings=hasty) as url:
        yield Databases(url)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Valkey."""
    with temporary() as folder, valkey(folder) as url:
        yield url
