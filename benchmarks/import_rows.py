"""How fast past answers travel: from a file into the survey service, and on until they are routed and scored.

Everything is real: three services as processes of their own, PostgreSQL with fsync, HTTP, workers. Rates are rows a
second; the last column compares with the bare insert of the same rows by one SQL statement a batch, in the same run.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg
from psycopg.types.json import Jsonb

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from escucha.importing.cells import Cell
from escucha.importing.mapping import Responses
from escucha.importing.rows import Line
from escucha.importing.send import send
from support.counts import comments, responses
from support.house import House, house
from support.samples import AFTER_SUPPORT

ROWS = 10_000
RUNS = 3
WORDS = [
    "the",
    "invoice",
    "connection",
    "was",
    "wrong",
    "slow",
    "twice",
    "again",
    "agent",
    "technician",
    "nobody",
    "came",
    "called",
    "fixed",
    "thanks",
    "good",
]


def main() -> None:
    """Run and print a table."""
    chance = random.Random(1)
    rows = [
        {
            "score": str(chance.randrange(11)),
            "text": " ".join(chance.choices(WORDS, k=chance.randrange(4, 20))),
        }
        for _ in range(ROWS)
    ]
    taken, settled, bare = [], [], []
    with (
        temporary() as data,
        temporary() as queue,
        tempfile.TemporaryDirectory() as logs,
        postgres(data) as server,
        valkey(queue) as redis_url,
        house(Path(logs), server, redis_url, "smtp://127.0.0.1:9") as it,
    ):
        it.post("survey", "surveys", AFTER_SUPPORT, it.key("survey", "surveys:write"))
        for number in range(RUNS):
            first, all_of_it = travel(it, rows, number)
            taken.append(ROWS / first)
            settled.append(ROWS / all_of_it)
            bare.append(ROWS / insert(it.databases["survey"], rows))
    print(f"{ROWS} rows, each with a score and a comment; median of {RUNS} runs (least to most)")
    ceiling = statistics.median(bare)
    for name, rates in {"taken in": taken, "routed and scored": settled, "bare insert": bare}.items():
        middle = statistics.median(rates)
        print(
            f"{name:<18}{middle:>8.0f} rows/s ({min(rates):.0f} to {max(rates):.0f}){middle / ceiling:>7.1%}"
        )


def travel(it: House, rows: list[dict[str, str]], number: int) -> tuple[float, float]:
    """Seconds until all rows were taken in, and until all were routed and scored."""
    mapping = Responses(
        survey="after-support",
        source=f"run-{number}",
        row_id=None,
        submitted_at=Cell(value="2026-01-01T00:00:00Z"),
        time_zone="UTC",
        language=Cell(value="en"),
        customer=None,
        context={},
        answers={"recommend": Cell(column="score"), "comment": Cell(column="text")},
    )
    goal = (number + 1) * len(rows)
    lines = (Line(place, row) for place, row in enumerate(rows, start=2))
    headers = it.key("survey", "responses:write")
    started = time.perf_counter()
    with httpx.Client(base_url=it.url("survey"), headers=headers, timeout=60) as client:
        outcome = send(lines, mapping, client, lambda _: None)
    first = time.perf_counter() - started
    assert outcome.accepted == len(rows)
    wait(lambda: responses(it)[1] == goal and comments(it) == (goal, goal))
    return first, time.perf_counter() - started


def wait(condition: Callable[[], bool]) -> None:
    """Look until it is so."""
    while not condition():
        time.sleep(0.1)


def insert(database: str, rows: list[dict[str, str]]) -> float:
    """Seconds to put the same rows into a table with a primary key, 500 a durable transaction."""
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE bare_rows (id bigint PRIMARY KEY, answers jsonb)")
        connection.commit()
        started = time.perf_counter()
        for begin in range(0, len(rows), 500):
            batch = [
                {"id": begin + place, "answers": row} for place, row in enumerate(rows[begin : begin + 500])
            ]
            connection.execute(
                "INSERT INTO bare_rows SELECT * FROM jsonb_to_recordset(%s) AS new (id bigint, answers jsonb)",
                [Jsonb(batch)],
            )
            connection.commit()
        seconds = time.perf_counter() - started
        connection.execute("DROP TABLE bare_rows")
        connection.commit()
        return seconds


if __name__ == "__main__":
    main()
