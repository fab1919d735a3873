"""A part that is one command."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from escucha import process
from escucha.problem import Problem

_GRACE_S = 15.0


class Program:
    """A command with its environment and its log; `ready` tells when it does its work.

    `house` marks its process and all that it starts, so that a later run finds what a killed one left.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        house: Path,
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name = name
        self._command = command
        self._env = {**env, **_mark(house)}
        self._log = log
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, if it was started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the command, after ending what may be left of its last run. Problem when it can't be run."""
        if self._process is not None:
            process.end_session(self._process.pid)
        try:
            self._process = process.spawn(self._command, env=self._env, log=self._log)
        except OSError as error:
            raise Problem(f"{self.name} can't be started: {error}") from error

    def ready(self) -> bool:
        """Whether the command does its work. Problem, with the end of its log, when it has ended instead."""
        if how := self.ended():
            raise Problem(
                f"{self.name} ended with {how} instead of starting; the end of {self._log} says why",
                process.end_of(self._log),
            )
        return self._ready()

    def ended(self) -> str | None:
        """How the command ended; None while it runs."""
        if self._process is None:
            return "never started"
        status = self._process.poll()
        return None if status is None else process.how_it_ended(status)

    def stop(self) -> None:
        """Ask it to end, insist after a while, and leave nothing that it started."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_S)
        self.kill()
        self._process.wait()

    def kill(self) -> None:
        """End it and all that it started, now."""
        if self._process is not None:
            process.end_session(self._process.pid)


def end_leftovers(house: Path) -> int:
    """End what a killed run of this house left behind, gently if possible, and return how many there were."""
    ((key, value),) = _mark(house).items()
    count = 0
    for sign, patience in ((signal.SIGTERM, _GRACE_S), (signal.SIGKILL, 5.0)):
        left = list(process.marked(key, value))
        count = count or len(left)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while any(process.marked(key, value)) and time.monotonic() < deadline:
            time.sleep(0.05)
    return count


def _mark(house: Path) -> dict[str, str]:
    return {"ESCUCHA_PART_OF": str(house)}
