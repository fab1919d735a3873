"""Fixtures for all tests: servers start only for tests that ask for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from support.databases import Databases


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """A real PostgreSQL. It need not survive a power cut, so it does not wait for the disk."""
    folder: Path = tmp_path_factory.mktemp("postgres")
    with postgres(folder, settings={"fsync": "off", "synchronous_commit": "off"}) as url:
        yield Databases(url)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Valkey."""
    with valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url
