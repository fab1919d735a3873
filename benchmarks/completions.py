"""Answers a second: a customer opens the page and sends it, durably stored with its event.

Beside it, in the same run and on the same cores: the same server with a constant page and a constant answer, and the
bare transaction (response and event in one statement, committed to disk) over as many warm connections.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg

import load
from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from support.house import House
from support.ports import free_port
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed

ROUNDS = 3
ANSWERS = 1500
CLIENTS = 8
FORM = "recommend=3&effort=2&satisfied=2&resolved=no&comment=The+invoice+is+wrong+and+nobody+answers."
BARE = """WITH new AS (INSERT INTO bare (id, answers) VALUES (gen_random_uuid(), '{"recommend": 3}') RETURNING id)
INSERT INTO bare_events (txid, data) SELECT pg_current_xact_id(), to_jsonb(new) FROM new"""


def main() -> None:
    """Run and print a table."""
    rates: dict[str, list[load.Measured]] = {
        "page": [],
        "constant page": [],
        "answer": [],
        "constant answer": [],
    }
    bare = []
    with (
        temporary() as data,
        temporary() as queue,
        tempfile.TemporaryDirectory() as logs,
        postgres(data) as server,
        valkey(queue) as redis_url,
    ):
        house = House(Path(logs), server, redis_url, "smtp://127.0.0.1:9")
        try:
            house.start("survey")
            port = urlsplit(house.url("survey")).port or 0
            admin = house.key("survey", "surveys:write", "touchpoints:write")
            house.post("survey", "surveys", AFTER_SUPPORT, admin)
            house.post("survey", "triggers", AFTER_SUPPORT_BY_LINK, admin)
            for number in range(ROUNDS):
                paths = links(house, admin, number)
                if not number:
                    page, thanks = httpx.get(house.url("survey") + paths[0]), b"x" * 2000
                    warm = [load.request("GET", path) for path in paths]
                    load.run(port, warm, CLIENTS)
                with constant(Path(logs), page.content, thanks) as constant_port:
                    gets = [load.request("GET", path) for path in paths]
                    posts = [load.request("POST", path, FORM) for path in paths]
                    rates["constant page"].append(load.run(constant_port, gets, CLIENTS))
                    rates["page"].append(load.run(port, gets, CLIENTS))
                    rates["constant answer"].append(load.run(constant_port, posts, CLIENTS))
                    rates["answer"].append(load.run(port, posts, CLIENTS))
                bare.append(transactions(house.databases["survey"]))
            stored = house.get("survey", "summary")["responses"]
            assert stored == ROUNDS * ANSWERS, f"{stored} of {ROUNDS * ANSWERS} answers are there"
        finally:
            house.close()
    show(rates, statistics.median(bare))


def show(rates: dict[str, list[load.Measured]], bare: float) -> None:
    """The table: medians, and what part of its ceiling each reaches."""
    middle = {name: statistics.median(m.rate for m in runs) for name, runs in rates.items()}
    slower = min(middle["constant answer"], bare)
    print(f"{ANSWERS} customers a round, {ROUNDS} rounds, {CLIENTS} at a time; medians")
    for name, runs in rates.items():
        p50, p99 = statistics.median(m.p50 for m in runs), statistics.median(m.p99 for m in runs)
        print(f"{name:<18}{middle[name]:>7.0f} a second   half within {p50:.1f} ms, 99 % within {p99:.1f} ms")
    print(f"{'bare transaction':<18}{bare:>7.0f} a second")
    print(f"page:   {middle['page'] / middle['constant page']:.0%} of the constant page")
    print(f"answer: {middle['answer'] / slower:.0%} of the slower of constant answer and bare transaction")
    both = 1 / (1 / middle["page"] + 1 / middle["answer"])
    print(f"completions (page and answer): {both:.0f} a second")


def links(house: House, admin: dict[str, str], number: int) -> list[str]:
    """Fresh survey links, each of a customer of its own."""
    paths = []
    for first in range(number * ANSWERS, (number + 1) * ANSWERS, 500):
        cases = [case_closed(place) for place in range(first, first + 500)]
        for case in cases:
            case["data"]["customer"]["key"] = case["id"]
        answer = house.post("survey", "touchpoints", cases, admin)
        paths += [urlsplit(item["link"]).path for item in answer["links"]]
    return paths


@contextmanager
def constant(folder: Path, page: bytes, thanks: bytes) -> Iterator[int]:
    """The same gunicorn with the same settings around a constant app."""
    port = free_port()
    (folder / "page").write_bytes(page)
    (folder / "thanks").write_bytes(thanks)
    env = {
        **os.environ,
        "CONSTANT_PAGE": str(folder / "page"),
        "CONSTANT_THANKS": str(folder / "thanks"),
        "PYTHONPATH": str(Path(__file__).parent),
    }
    settings = ["--config", "python:escucha.gunicorn_settings", "--bind", f"127.0.0.1:{port}"]
    log = (folder / "constant.log").open("ab")
    with log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *settings, "constant:app"], env=env, stdout=log, stderr=log
        )
    try:
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def transactions(database: str) -> float:
    """Bare durable transactions a second over CLIENTS connections."""
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, answers jsonb)")
        connection.execute("CREATE TABLE IF NOT EXISTS bare_events (txid xid8, data jsonb)")
    each = ANSWERS // CLIENTS
    ready = threading.Barrier(CLIENTS + 1)

    def work() -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            ready.wait()
            for _ in range(each):
                connection.execute(BARE.encode())

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return each * CLIENTS / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
