"""A folder that embedded servers can live in, whoever runs the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from escucha.embedded import place


@pytest.fixture
def folder() -> Iterator[Path]:
    """pytest's own folders are closed to other accounts, and as root the servers run as another account."""
    with place.temporary() as path:
        yield path


@pytest.fixture
def shared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Instead of root's own place for what others must reach."""
    path = folder / "shared"
    monkeypatch.setattr(place, "SHARED", path)
    return path
