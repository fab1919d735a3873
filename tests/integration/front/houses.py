"""A running `escucha run`: the real command, real servers, the real services."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from escucha import process
from integration.front.waiting import wait_until


class House:
    """A running `escucha run`."""

    def __init__(self, data_dir: Path, command: "subprocess.Popen[str]") -> None:
        self.data_dir = data_dir
        self.command = command

    @property
    def told(self) -> dict[str, Any]:
        known: dict[str, Any] = json.loads((self.data_dir / "run.json").read_text())
        return known

    def answers(self) -> bool:
        # A killed run leaves its file behind for a moment.
        file = self.data_dir / "run.json"
        return file.exists() and bool(self.told["pid"] == self.command.pid)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.told["url"] + path) as answer:
            return str(answer.read().decode())

    def parts(self) -> dict[int, str]:
        pids = process.marked("ESCUCHA_PART_OF", str(self.data_dir))
        return {pid: " ".join(process.command_line(pid)) for pid in pids}

    def databases(self) -> list[int]:
        folder = self.data_dir
        return [
            *process.working_in(folder / "postgres" / "data", "postgres"),
            *process.working_in(folder / "valkey" / "data", "valkey-server"),
        ]

    def is_empty(self) -> bool:
        return not self.parts() and not self.databases()


@contextmanager
def house(
    data_dir: Path, port: int, until: Callable[[House], object] = House.answers, /, **settings: str
) -> Iterator[House]:
    known = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    with subprocess.Popen(
        [Path(sys.executable).with_name("escucha"), "run", "--port", str(port), "--data-dir", data_dir],
        env={**known, **settings},
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        running = House(data_dir, command)
        try:
            # A whole company moves in, beside all that else runs on the machine.
            wait_until(lambda: until(running) or command.poll() is not None, patience=600)
            yield running
        finally:
            command.kill()
            command.wait()
            wait_until(running.is_empty)
