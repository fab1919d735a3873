"""The whole house, from an empty folder to printed addresses and back."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from escucha import demo
from escucha.embedded import ports
from escucha.embedded.postgres import Postgres
from escucha.embedded.valkey import Valkey
from escucha.launch import external, programs
from escucha.launch.environment import DATABASES, SERVICES, environment
from escucha.launch.run import Run
from escucha.lock import HeldError, Lock
from escucha.problem import Problem, first_line
from escucha.supervisor import logs
from escucha.supervisor.program import end_leftovers
from escucha.supervisor.signals import Signals, StopAskedError
from escucha.supervisor.supervisor import Supervisor
from escucha.supervisor.terminal import Terminal
from shared.migrate import MigrationError, migrate

_FOLDERS = ("logs", "ports", "mail", "metrics")


def run(data_dir: Path, port: int, terminal: Terminal) -> None:
    """Run the house until told to stop. Problem when something outside is in the way."""
    data_dir = data_dir.absolute()
    lock = _open(data_dir)
    signals = Signals(on_second=lambda: _drop_everything(supervisor, data_dir))
    supervisor = Supervisor(terminal, signals.pause)
    with signals:
        try:
            _start(data_dir, port, supervisor, signals, terminal)
            supervisor.watch(chore=lambda: logs.trim(data_dir / "logs"))
        except StopAskedError:
            terminal.say("Escucha: stopping; once more stops it at once")
        finally:
            (data_dir / "run.json").unlink(missing_ok=True)
            supervisor.stop()
            lock.release()


def _open(data_dir: Path) -> Lock:
    """Take the data folder. Problem when it can't be written or another run has it."""
    lock = Lock(data_dir / "lock")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.take()
        for folder in _FOLDERS:
            (data_dir / folder).mkdir(exist_ok=True)
        for folder in ("logs", "mail"):
            (data_dir / folder).chmod(0o700)
    except HeldError as error:
        raise Problem(f"process {error.pid or 'unknown'} runs in {data_dir} already") from error
    except OSError as error:
        reason = "it is a file" if data_dir.is_file() else error.strerror
        raise Problem(f"the data folder {data_dir} can't be written: {reason}") from error
    return lock


def _start(data_dir: Path, port: int, supervisor: Supervisor, signals: Signals, terminal: Terminal) -> None:
    (data_dir / "run.json").unlink(missing_ok=True)
    if count := end_leftovers(data_dir):
        terminal.say(f"Escucha: ended {count} processes that an earlier run left behind")
    _check_port(port)
    used = {"web": port}
    smtp_url = os.environ.get("SMTP_URL") or ""
    redis_url = os.environ.get("REDIS_URL") or ""
    if smtp_url:
        external.check_smtp(smtp_url)
    if redis_url:
        external.check_redis(redis_url)
    databases = _databases(data_dir, supervisor, signals, used)
    redis_url = redis_url or _valkey(data_dir, supervisor, signals, used)
    catches_mail = not smtp_url
    if catches_mail:
        used["smtp"] = ports.pick(data_dir / "ports" / "smtp")
        smtp_url = f"smtp://127.0.0.1:{used['smtp']}"

    url = f"http://127.0.0.1:{port}"
    env = environment(
        data_dir=data_dir,
        url=url,
        databases=databases,
        redis_url=redis_url,
        smtp_url=smtp_url,
        catches_mail=catches_mail,
    )
    _empty(data_dir / "metrics")
    if catches_mail:
        supervisor.start(programs.mail_catcher(data_dir, env, used["smtp"]))
    _migrate(databases, signals, terminal)
    supervisor.start(programs.web_server(data_dir, env, port))
    supervisor.start(*programs.workers(data_dir, env))

    def pause(seconds: float) -> None:
        supervisor.tend()
        signals.pause(seconds)

    _let_the_demo_in(Run(url, data_dir, used, env), pause, terminal)


def _databases(
    data_dir: Path, supervisor: Supervisor, signals: Signals, used: dict[str, int]
) -> dict[str, str]:
    """The URLs of the databases by name, on the server that is there or on one of our own."""
    server_url = os.environ.get("DATABASE_URL") or ""
    if not server_url:
        log = data_dir / "logs" / "postgres.log"
        postgres = Postgres(data_dir / "postgres", log=log, pause=signals.pause)
        supervisor.start(postgres)
        server_url, used["postgres"] = postgres.url, postgres.port
    return external.ensure_databases(server_url, list(DATABASES.values()))


def _valkey(data_dir: Path, supervisor: Supervisor, signals: Signals, used: dict[str, int]) -> str:
    valkey = Valkey(data_dir / "valkey", log=data_dir / "logs" / "valkey.log", pause=signals.pause)
    supervisor.start(valkey)
    used["valkey"] = valkey.port
    return valkey.url


def _let_the_demo_in(the_run: Run, pause: Callable[[float], None], terminal: Terminal) -> None:
    """Into a house that answers; the first time the company brings three months of its past."""
    terminal.begin("demo company")
    prepared = demo.prepare(the_run, pause)
    terminal.done()
    the_run.write(prepared)
    _greet(the_run, prepared, terminal)


def _check_port(port: int) -> None:
    # Somebody who is just leaving gets a moment to do so.
    for _ in range(20):
        try:
            if ports.is_free(port):
                return
        except PermissionError as error:
            raise Problem(f"port {port} is for root only; choose one above 1023 with PORT=…") from error
        time.sleep(0.1)
    raise Problem(f"port {port} is taken; stop who listens there, or choose another with PORT=…")


def _migrate(databases: dict[str, str], signals: Signals, terminal: Terminal) -> None:
    terminal.begin("database schema")
    for service, database in DATABASES.items():
        try:
            migrate(databases[database], SERVICES[service])
        except MigrationError as error:
            raise Problem(str(error)) from error
        except psycopg.Error as error:
            raise Problem(
                f"the database of {service} can't be brought up to date: {first_line(error)}"
            ) from error
        signals.pause(0)
    terminal.done()


def _greet(the_run: Run, prepared: dict[str, Any], terminal: Terminal) -> None:
    titles = {
        "home": "Start here",
        "mail": "Mail that was sent",
        "survey_docs": "Survey API",
        "router_docs": "Feedback API",
        "scoring_docs": "Scoring API",
    }
    rows = [(title, the_run.addresses[name]) for name, title in titles.items() if name in the_run.addresses]
    # What the demo company gave, under the names that it has in run.json.
    rows += [(name.replace("_", " "), value) for name, value in prepared["demo"].items()]
    keys = list(prepared["keys"].items())
    lines = ["", "Escucha listens:", *_table(rows), "", "Demo keys:", *_table(keys), ""]
    lines += [f"  Sign in with the key of person.  For scripts: {the_run.file}", "  Ctrl-C stops everything."]
    terminal.say("\n".join(lines))


def _table(rows: list[tuple[str, str]]) -> list[str]:
    return [f"  {name:<20}{value}" for name, value in rows]


def _drop_everything(supervisor: Supervisor, data_dir: Path) -> None:
    supervisor.kill()
    (data_dir / "run.json").unlink(missing_ok=True)
    os._exit(1)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
