"""The log tells of the work; where it can't be written the work goes on."""

import io
import sys
from collections.abc import Iterator

import pytest
import structlog

from shared import observed
from shared.log import configure


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_full_disk_loses_lines_and_no_request(monkeypatch: pytest.MonkeyPatch):
    configure("desk")
    with io.FileIO("/dev/full", "w") as device:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(device, write_through=True))
        observed.end("desk", "r-1", "/desk", "GET", 200, 0.0)
        structlog.get_logger().warning("something.happened")
        with pytest.raises(OSError, match="No space left"):
            sys.stdout.write("a line")


def test_a_line_is_written_where_standard_output_is_by_then(capsys: pytest.CaptureFixture[str]):
    configure("desk")
    structlog.get_logger().warning("something.happened")
    assert '"event": "something.happened"' in capsys.readouterr().out
