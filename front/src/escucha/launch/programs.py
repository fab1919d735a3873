"""The parts that are our own programs."""

import http.client
import smtplib
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from escucha.launch.environment import QUEUES
from escucha.supervisor.program import Program

_READY = ("/survey/readyz", "/router/readyz", "/scoring/readyz")


def mail_catcher(data_dir: Path, env: Mapping[str, str], port: int) -> Program:
    """The server that keeps every mail instead of sending it."""
    return _python(
        "mail catcher",
        ["escucha.catcher", "--port", str(port)],
        data_dir,
        env,
        ready=lambda: _greets(port),
    )


def web_server(data_dir: Path, env: Mapping[str, str], port: int) -> Program:
    """The three services and the pages around them, under one origin."""
    return _python(
        "web server",
        [
            "gunicorn",
            *("--config", "python:escucha.gunicorn_settings"),
            *("--bind", f"127.0.0.1:{port}"),
            "escucha.mount:create_app()",
        ],
        data_dir,
        env,
        ready=lambda: all(_answers(port, path) for path in _READY),
    )


def workers(data_dir: Path, env: Mapping[str, str]) -> list[Program]:
    """One worker a queue, and the scheduler that rings for them all."""
    return [
        *(_python(f"worker {package}", ["shared.worker", package], data_dir, env) for package in QUEUES),
        _python("scheduler", ["shared.scheduler", *QUEUES], data_dir, env),
    ]


def _python(
    name: str,
    module: list[str],
    data_dir: Path,
    env: Mapping[str, str],
    ready: Callable[[], bool] = lambda: True,
) -> Program:
    log = data_dir / "logs" / f"{name.replace(' ', '-')}.log"
    return Program(name, [sys.executable, "-m", *module], env=env, log=log, house=data_dir, ready=ready)


def _answers(port: int, path: str) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _greets(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            return client.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
