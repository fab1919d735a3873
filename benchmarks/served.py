"""The survey service as it is run: its server with all its processes, on a PostgreSQL that waits for the disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cpu
from escucha.embedded.place import temporary
from escucha.embedded.postgres import Postgres
from escucha.embedded.valkey import valkey
from support.house import House
from support.samples import AFTER_SUPPORT


@dataclass(frozen=True)
class Served:
    """The house of which only the survey service runs, a key for it, a folder for logs, and PostgreSQL's process."""

    house: House
    key: dict[str, str]
    logs: Path
    database: int

    def spent(self) -> tuple[float, float]:
        """CPU seconds that the server and PostgreSQL have taken so far."""
        return cpu.spent(self.house.pid("survey")), cpu.spent(self.database)


@contextmanager
def served(trigger: dict[str, Any]) -> Iterator[Served]:
    """The service, which asks after support by this trigger."""
    with (
        temporary() as data,
        temporary() as queue,
        tempfile.TemporaryDirectory() as logs,
        valkey(queue) as redis_url,
    ):
        postgres = Postgres(data)
        postgres.start()
        house = House(Path(logs), postgres.url, redis_url, "smtp://127.0.0.1:9")
        try:
            house.start("survey")
            key = house.key("survey", "surveys:write", "touchpoints:write")
            house.post("survey", "surveys", AFTER_SUPPORT, key)
            house.post("survey", "triggers", trigger, key)
            yield Served(house, key, Path(logs), postgres.pid or 0)
        finally:
            house.close()
            postgres.stop()
