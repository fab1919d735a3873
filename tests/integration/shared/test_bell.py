"""The bell wakes workers; whatever happens to Redis, it costs time and nothing else."""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from escucha.embedded.place import temporary
from escucha.embedded.valkey import Valkey
from shared.bell import Bell

JOBS = textwrap.dedent(
    """
    import os
    import time
    from pathlib import Path

    PERIODIC = {("tick",): 1, ("note", "often"): 1}
    HERE = Path(__file__).parent

    def tick():
        with (HERE / "ticks").open("a") as file:
            file.write("tick\\n")

    def note(text):
        with (HERE / "notes").open("a") as file:
            file.write(text + "\\n")

    def linger():
        (HERE / "lingering").touch()
        while not (HERE / "go_on").exists():
            time.sleep(0.01)
        note("lingered")

    def die():
        note("died")
        os.kill(os.getpid(), 9)
    """
)


@pytest.fixture
def package(tmp_path: Path, redis_url: str) -> Iterator[Path]:
    """A package with jobs that leave traces; its queue is empty."""
    Redis.from_url(redis_url).flushall()
    folder = tmp_path / "chores"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "jobs.py").write_text(JOBS)
    yield folder
    Redis.from_url(redis_url).flushall()


def process(package: Path, redis_url: str, module: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PYTHONPATH": str(package.parent), "REDIS_URL": redis_url}
    return subprocess.Popen([sys.executable, "-m", module, "chores"], env=env, stdout=subprocess.DEVNULL)


@pytest.fixture
def worker(package: Path, redis_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    it = process(package, redis_url, "shared.worker")
    yield it
    it.kill()
    it.wait()


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def wait_for(condition, patience: float = 30) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def waiting(redis_url: str) -> int:
    return len(Queue("chores", connection=Redis.from_url(redis_url), serializer=JSONSerializer))


def test_a_thousand_rings_are_one_job(package, redis_url):
    bell = Bell(redis_url)
    for _ in range(1000):
        bell.ring("chores", "note", "hello")
    assert waiting(redis_url) == 1


def test_what_is_rung_during_a_job_rings_again(package, redis_url, worker):
    bell = Bell(redis_url)
    bell.ring("chores", "linger")
    wait_for((package / "lingering").exists)
    bell.ring("chores", "linger")
    (package / "go_on").touch()
    wait_for(lambda: lines(package / "notes") == ["lingered", "lingered"])


def test_what_is_rung_soon_is_heard_and_so_is_what_is_rung_soon_after_it(package, redis_url, worker):
    bell = Bell(redis_url)
    for _ in range(1000):
        bell.ring_soon("chores", "note", "hello")
    wait_for(lambda: "hello" in lines(package / "notes"))
    bell.ring_soon("chores", "note", "again")
    wait_for(lambda: "again" in lines(package / "notes"))


def test_what_is_rung_once_an_hour_waits_for_a_worker_that_is_busy_until_it_is_rung_again(package, redis_url):
    (package / "jobs.py").write_text('PERIODIC = {("often",): 2, ("hourly",): 3600}')
    scheduler = process(package, redis_url, "shared.scheduler")
    try:
        wait_for(lambda: waiting(redis_url) == 2)
    finally:
        scheduler.terminate()
        scheduler.wait(20)
    queue = Queue("chores", connection=Redis.from_url(redis_url), serializer=JSONSerializer)
    assert {job.args[1]: job.ttl for job in queue.jobs} == {"often": 5, "hourly": 3599}


def test_what_is_rung_once_an_hour_is_rung_as_soon_as_redis_is_back_not_an_hour_later(package):
    (package / "jobs.py").write_text('PERIODIC = {("hourly",): 3600}')
    with temporary() as folder:
        server = Valkey(folder)
        server.start()
        server.stop()
        env = {**os.environ, "PYTHONPATH": str(package.parent), "REDIS_URL": server.url}
        command = [sys.executable, "-m", "shared.scheduler", "chores"]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as scheduler:
            try:
                assert scheduler.stdout is not None
                assert b"bell.unheard" in scheduler.stdout.readline()
                server.start()
                wait_for(lambda: waiting(server.url) == 1)
            finally:
                scheduler.kill()
                server.stop()


def test_a_bell_without_redis_is_silent_and_soon_heard_again(redis_url, package):
    bell = Bell("redis://127.0.0.1:9/0")
    bell.ring("chores", "note", "nobody")
    assert not bell.answers()
    assert Bell(redis_url).answers()


def test_a_flushed_redis_forgets_rings_and_the_scheduler_rings_anew(package, redis_url, worker):
    scheduler = process(package, redis_url, "shared.scheduler")
    try:
        wait_for(lambda: lines(package / "ticks"))
        Redis.from_url(redis_url).flushall()
        before = len(lines(package / "ticks"))
        wait_for(lambda: len(lines(package / "ticks")) > before + 1)
        wait_for(lambda: "often" in lines(package / "notes"))
    finally:
        scheduler.terminate()
        assert scheduler.wait(20) == 0


def test_a_worker_that_dies_at_a_job_leaves_the_queue_to_the_next(package, redis_url, worker):
    bell = Bell(redis_url)
    bell.ring("chores", "die")
    assert worker.wait(30) == -9
    bell.ring("chores", "note", "after")
    successor = process(package, redis_url, "shared.worker")
    try:
        wait_for(lambda: "after" in lines(package / "notes"))
    finally:
        successor.kill()
        successor.wait()


def test_nothing_piles_up_while_no_worker_listens(package, redis_url):
    bell = Bell(redis_url)
    end = time.monotonic() + 12
    while time.monotonic() < end:
        bell.ring("chores", "note", "hello")
        time.sleep(0.5)
    listener = process(package, redis_url, "shared.worker")
    try:
        bell.ring("chores", "note", "last")
        wait_for(lambda: "last" in lines(package / "notes"))
        assert lines(package / "notes").count("hello") <= 1
    finally:
        listener.kill()
        listener.wait()
