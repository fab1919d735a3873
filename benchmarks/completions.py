"""Answers a second: a customer opens the page and sends it, durably stored with its event.

Beside it, in the same run and on the same cores: the same server with a constant page and a constant answer, and the
bare transaction (response and event in one statement, committed to disk) over as many warm connections. The constant
app is plain WSGI; beside it stands the same one in Flask, on which a service would be built otherwise. And the least:
the constant app that finds one row by its key for a page, and stores one with its event for an answer, and does nothing
else. Beside the rates stands what each request costs in CPU, of which the rates are made when little else runs.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import psycopg

import bare
import cpu
import load
from served import Served, served
from support.forms import unseen
from support.ports import free_port
from support.samples import AFTER_SUPPORT_BY_LINK, case_closed

ROUNDS = 3
ANSWERS = 1500
CLIENTS = 8
SAID = "recommend=3&effort=2&satisfied=2&resolved=no&comment=The+invoice+is+wrong+and+nobody+answers."
# What is measured, in this order; `constant`, `flask` and `least` are apps of constant.py, the last with a database.
NAMES = (
    *("constant page", "flask page", "least page", "page"),
    *("constant answer", "flask answer", "least answer", "answer", "bare"),
)


@dataclass(frozen=True)
class Run:
    """One run: requests a second with their times, and what one request cost each party, in milliseconds of CPU."""

    measured: load.Measured
    server: float
    database: float
    client: float

    @property
    def cpu(self) -> float:
        """All of it."""
        return self.server + self.database + self.client


def main() -> None:
    """Run and print a table."""
    runs: dict[str, list[Run]] = {name: [] for name in NAMES}
    with served(AFTER_SUPPORT_BY_LINK) as it:
        bare.make_tables(it.house.databases["survey"])
        for number in range(ROUNDS):
            measure_round(it, links(it, number), runs)
        stored = it.house.get("survey", "summary")["responses"]
        assert stored == ROUNDS * ANSWERS, f"{stored} of {ROUNDS * ANSWERS} answers are there"
    show(runs)


def measure_round(it: Served, paths: list[str], runs: dict[str, list[Run]]) -> None:
    """Everything once, one right after the other."""
    port, server = urlsplit(it.house.url("survey")).port or 0, it.house.pid("survey")
    gets = [load.request("GET", path) for path in paths]
    page, thanks = httpx.get(it.house.url("survey") + paths[0]), b"x" * 2000
    # As a browser does: what the form holds unseen comes back with what was chosen.
    form = f"{urlencode(unseen(page.text))}&{SAID}"
    posts = [load.request("POST", path, form) for path in paths]
    database = it.house.databases["survey"]
    if not runs["page"]:
        load.run(port, gets, CLIENTS)
    with (
        constant(it.logs, page.content, thanks) as nothing_behind,
        constant(it.logs, page.content, thanks, app="constant:flask_app()") as flask,
        constant(it.logs, page.content, thanks, database) as least,
    ):
        servers = {"constant ": nothing_behind, "flask ": flask, "least ": least, "": (port, server)}
        for name, requests in (("page", gets), ("answer", posts)):
            for which, (at, process) in servers.items():
                runs[which + name].append(run(partial(load.run, at, requests, CLIENTS), process, it.database))
    runs["bare"].append(run(partial(transactions, database), None, it.database))


def run(what: Callable[[], load.Measured], server: int | None, database: int) -> Run:
    """Do it, and see what each request cost."""
    before = _spent(server, database)
    measured = what()
    after = _spent(server, database)
    return Run(
        measured, *((late - early) * 1000 / ANSWERS for early, late in zip(before, after, strict=True))
    )


def _spent(server: int | None, database: int) -> tuple[float, float, float]:
    """CPU seconds so far; the client's are those of this process and of its children that have ended."""
    return cpu.spent(server) if server else 0.0, cpu.spent(database), sum(os.times()[:4])


def show(runs: dict[str, list[Run]]) -> None:
    """The table: medians, and what part of its ceiling each reaches."""
    rate = {name: statistics.median(run.measured.rate for run in each) for name, each in runs.items()}
    cost = {name: statistics.median(run.cpu for run in each) for name, each in runs.items()}
    print(f"{ANSWERS} customers a round, {ROUNDS} rounds, {CLIENTS} at a time; medians")
    for name, each in runs.items():
        p50, p99 = (statistics.median(getattr(run.measured, p) for run in each) for p in ("p50", "p99"))
        parts = (
            statistics.median(getattr(run, party) for run in each)
            for party in ("server", "database", "client")
        )
        times = f"{p50:>5.1f} ms half, {p99:>5.1f} ms 99 %" if p50 else " " * 28
        print(
            f"{name:<16}{rate[name]:>6.0f} a second {times}   CPU {cost[name]:.2f} ms "
            f"({', '.join(f'{part:.2f}' for part in parts)} server, PostgreSQL, client)"
        )
    slower = "bare" if rate["bare"] < rate["constant answer"] else "constant answer"
    for name, ceiling in (
        ("page", "constant page"),
        ("page", "flask page"),
        ("least page", "constant page"),
        ("answer", slower),
        ("answer", "flask answer"),
        ("least answer", slower),
    ):
        by_rate, by_cpu = rate[name] / rate[ceiling], cost[ceiling] / cost[name]
        print(f"{name}: {by_rate:.0%} of the {ceiling} by rate, {by_cpu:.0%} by CPU")
    both = 1 / (1 / rate["page"] + 1 / rate["answer"])
    print(
        f"completions (page and answer): {both:.0f} a second; load", *(f"{it:.1f}" for it in os.getloadavg())
    )


def links(it: Served, number: int) -> list[str]:
    """Fresh survey links, each of a customer of its own."""
    paths = []
    for first in range(number * ANSWERS, (number + 1) * ANSWERS, 500):
        cases = [case_closed(place) for place in range(first, first + 500)]
        for case in cases:
            case["data"]["customer"]["key"] = case["id"]
        answer = it.house.post("survey", "touchpoints", cases, it.key)
        paths += [urlsplit(item["link"]).path for item in answer["links"]]
    return paths


@contextmanager
def constant(
    folder: Path, page: bytes, thanks: bytes, database: str | None = None, app: str = "constant:app"
) -> Iterator[tuple[int, int]]:
    """The same gunicorn with the same settings around a constant app: its port and its process."""
    port = free_port()
    (folder / "page").write_bytes(page)
    (folder / "thanks").write_bytes(thanks)
    env = {
        **os.environ,
        "CONSTANT_PAGE": str(folder / "page"),
        "CONSTANT_THANKS": str(folder / "thanks"),
        "PYTHONPATH": str(Path(__file__).parent),
        **({"CONSTANT_DATABASE": database} if database else {}),
    }
    settings = ["--config", "python:escucha.gunicorn_settings", "--bind", f"127.0.0.1:{port}"]
    log = (folder / "constant.log").open("ab")
    with log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *settings, app], env=env, stdout=log, stderr=log
        )
    try:
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def transactions(database: str) -> load.Measured:
    """Bare durable transactions over CLIENTS connections; nobody takes the time of each."""
    each = ANSWERS // CLIENTS
    ready = threading.Barrier(CLIENTS + 1)

    def work() -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            ready.wait()
            for _ in range(each):
                connection.execute(bare.STORE.encode())

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return load.Measured(each * CLIENTS / (time.perf_counter() - started), 0, 0)


if __name__ == "__main__":
    main()
