"""Processes of the operating system: start one that dies with us, look at one, end one and all that it started."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PROC = Path("/proc")


@dataclass(frozen=True)
class Account:
    """Whom a process runs as when it must not run as root."""

    uid: int
    gid: int


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: Path,
    cwd: Path | None = None,
    account: Account | None = None,
    farewell: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, its output at the end of `log`.

    It gets `farewell` when we die, even by kill -9. The kernel watches the calling *thread*: call this from one
    that lives as long as the process should. OSError when the command can't be started.
    """
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  our own commands, no shell
            [str(word) for word in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            # Runs after the change of user, which would make the kernel forget it again.
            preexec_fn=_tie_to(os.getpid(), farewell),  # noqa: PLW1509
        )


def _tie_to(parent: int, farewell: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
        if os.getppid() != parent:  # it died before the tie was made
            os._exit(1)

    return tie


def command_line(pid: int) -> list[str]:
    """The words that a process was started with; empty when it is gone, a zombie, or can't be seen."""
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def exists(pid: int) -> bool:
    """Whether the number is taken, if only by a zombie."""
    return (_PROC / str(pid)).exists()


def in_session(leader: int) -> Iterator[int]:
    """The living processes of a session."""
    for pid in _pids():
        fields = _stat(pid)
        if fields and fields[3] == str(leader) and fields[0] not in "ZX":
            yield pid


def working_in(folder: Path, program: str) -> Iterator[int]:
    """The processes of a program whose working directory is `folder`, as far as we may see."""
    for pid in _pids():
        with suppress(OSError):
            entry = _PROC / str(pid)
            executable = str((entry / "exe").readlink()).removesuffix(" (deleted)")
            if Path(executable).name == program and (entry / "cwd").readlink() == folder:
                yield pid


def marked(key: str, value: str) -> Iterator[int]:
    """The other living processes whose environment says so, as far as we may see."""
    mark = f"{key}={value}\0".encode()
    for pid in _pids():
        with suppress(OSError):
            environment = b"\0" + (_PROC / str(pid) / "environ").read_bytes()
            if b"\0" + mark in environment and pid != os.getpid():
                yield pid


def end_session(leader: int, sign: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to everything that is left of a session, whether or not its leader lives."""
    for pid in in_session(leader):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, sign)


def how_it_ended(status: int) -> str:
    """A process's return code in words."""
    if status >= 0:
        return f"exit code {status}"
    try:
        return f"signal {signal.Signals(-status).name}"
    except ValueError:
        return f"signal {-status}"


def end_of(log: Path, *, since: int = 0, lines: int = 15) -> str:
    """The last lines of a log, none of them older than `since` bytes."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(since, size - 8192))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def _pids() -> Iterator[int]:
    with suppress(OSError):
        for entry in os.listdir(_PROC):  # noqa: PTH208  names are all we need, a thousand times
            if entry.isdigit():
                yield int(entry)


def _stat(pid: int) -> list[str]:
    """State and what follows it: the name before it may hold anything, even brackets."""
    try:
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
