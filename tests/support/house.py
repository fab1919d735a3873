"""The three services as separate processes, each with its worker, that a test can stop, kill and start again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg

from shared import api_keys, inside
from shared.migrate import migrate
from support.environment import all_settings
from support.ports import free_port

SERVICES = {"survey": "survey", "router": "feedback_router", "scoring": "scoring"}
QUEUES = {**SERVICES, "webhooks": "feedback_router.webhooks"}
INTERNAL_KEY = all_settings()["INTERNAL_KEY"]


class House:
    """Processes by name: `survey`, `survey worker`, …, `scheduler`."""

    def __init__(self, folder: Path, server_url: str, redis_url: str, smtp_url: str) -> None:
        self._folder = folder
        self._ports = {service: free_port() for service in SERVICES}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        base = server_url.rpartition("/")[0]
        self.databases = {service: f"{base}/escucha_{service}" for service in SERVICES}
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PROMETHEUS")},
            **all_settings(),
            **{f"{service.upper()}_DATABASE_URL": url for service, url in self.databases.items()},
            **{f"{service.upper()}_URL": self.url(service) for service in SERVICES},
            "PUBLIC_URL": self.url("survey"),
            "REDIS_URL": redis_url,
            "SMTP_URL": smtp_url,
            "WEBHOOK_ALLOW_PRIVATE": "yes",
        }
        with psycopg.connect(server_url, autocommit=True) as connection:
            for service, package in SERVICES.items():
                connection.execute(f"CREATE DATABASE escucha_{service}".encode())
                migrate(self.databases[service], package)
        self._clients = {
            service: inside.client(base_url=self.url(service), timeout=30) for service in SERVICES
        }

    def url(self, service: str) -> str:
        """Where a service answers."""
        return f"http://127.0.0.1:{self._ports[service]}"

    def pid(self, name: str) -> int:
        """A running process: the first of its kind, where it has children."""
        return self._running[name].pid

    @property
    def names(self) -> list[str]:
        """All processes, in the order of starting."""
        return [*SERVICES, *(f"{queue} worker" for queue in QUEUES), "scheduler"]

    @property
    def logs(self) -> list[Path]:
        """What the processes have written."""
        return sorted(self._folder.glob("*.log"))

    def start(self, *names: str) -> None:
        """Start processes; a service is started when it answers."""
        for name in names:
            log = (self._folder / f"{name.replace(' ', '-')}.log").open("ab")
            with log:
                self._running[name] = subprocess.Popen(
                    self._command(name), env=self.env, stdout=log, stderr=log, start_new_session=True
                )
        for name in names:
            if name in SERVICES:
                self.wait_for(partial(self._answers, name))

    def stop(self, *names: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End processes, children included, and wait until they are gone."""
        for name in names:
            if how == signal.SIGKILL:
                os.killpg(self._running[name].pid, how)
            else:
                self._running[name].send_signal(how)
        for name in names:
            self._running.pop(name).wait(30)
            if name in SERVICES:
                self.wait_for(partial(self._is_silent, name))

    def revive(self, name: str) -> None:
        """Start a process again if it has ended by itself, as the supervisor would."""
        if self._running[name].poll() is not None:
            self.start(name)

    def close(self) -> None:
        """End everything."""
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.wait(30)
        for client in self._clients.values():
            client.close()

    def key(self, service: str, *scopes: str, subject: str | None = None) -> dict[str, str]:
        """The header of a new key of a service."""
        key = api_keys.generate()
        with psycopg.connect(self.databases[service]) as connection:
            api_keys.store(connection, key, "a test", list(scopes), subject)
        return {"Authorization": f"Bearer {key}"}

    def get(self, service: str, path: str, headers: dict[str, str] | None = None, **params: Any) -> Any:
        """The JSON at /<service>/v1/<path>; by default with the services' own key."""
        headers = headers or {"Authorization": f"Bearer {INTERNAL_KEY}"}
        answer = self._clients[service].get(f"/{service}/v1/{path}", headers=headers, params=params)
        assert answer.is_success, answer.text
        return answer.json()

    def post(self, service: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        """POST JSON to /<service>/v1/<path> and return the JSON of the answer."""
        answer = self._clients[service].post(f"/{service}/v1/{path}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    def delete(self, service: str, path: str, headers: dict[str, str]) -> Any:
        """DELETE /<service>/v1/<path> and return the JSON of the answer, None where there is none."""
        answer = self._clients[service].delete(f"/{service}/v1/{path}", headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def answer(self, link: str, **form: str) -> int:
        """Send a survey's form as a browser does; the status of the page that comes back."""
        return httpx.post(link, data=form, timeout=30).status_code

    def wait_for(self, condition: Callable[[], bool], patience: float = 60) -> None:
        """Look again and again until it is so; a failure shows the ends of all logs."""
        end = time.monotonic() + patience
        while not condition():
            assert time.monotonic() < end, "it never happened\n" + self._logs()
            time.sleep(0.05)

    def _answers(self, service: str) -> bool:
        try:
            return httpx.get(f"{self.url(service)}/{service}/readyz", timeout=5).is_success
        except httpx.HTTPError:
            return False

    def _is_silent(self, service: str) -> bool:
        return not self._answers(service)

    def _command(self, name: str) -> list[str]:
        if name == "scheduler":
            return [sys.executable, "-m", "shared.scheduler", *QUEUES.values()]
        if name.endswith(" worker"):
            return [sys.executable, "-m", "shared.worker", QUEUES[name.removesuffix(" worker")]]
        settings = [
            "--config",
            "python:escucha.gunicorn_settings",
            "--bind",
            f"127.0.0.1:{self._ports[name]}",
        ]
        return [sys.executable, "-m", "gunicorn", *settings, f"{SERVICES[name]}.app:create_app()"]

    def _logs(self) -> str:
        ends = [f"--- {path.name}\n{path.read_text()[-1500:]}" for path in self.logs]
        return "\n".join(ends)


@contextmanager
def house(folder: Path, server_url: str, redis_url: str, smtp_url: str) -> Iterator[House]:
    """A house with every process running."""
    it = House(folder, server_url, redis_url, smtp_url)
    try:
        it.start(*it.names)
        yield it
    finally:
        it.close()
