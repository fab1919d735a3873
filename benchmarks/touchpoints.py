"""How fast touchpoints are taken in, in batches of 500, and whether the rate stays as the invitations grow.

The survey service's app in this process, PostgreSQL in its own with fsync; every touchpoint has a customer, an event, a
trigger that fires, and a decision by the contact policy. The ceiling is one bare insert of the same rows, in the same
run. Other sizes of the table: `python benchmarks/touchpoints.py 0 200000 1000000`. At last two senders at once, to the
server as it is run, with its two processes: what two cores take in, and what that costs in CPU.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg.types.json import Jsonb

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from served import Served, served
from shared.migrate import migrate
from support.apps import Running, common, running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed
from survey.app import create_app
from survey.settings import SurveySettings

SIZES = [int(word) for word in sys.argv[1:]] or [0, 200_000]
BATCHES = 20
BATCH = 500
PATH = "/survey/v1/touchpoints"
FILL = """
INSERT INTO customers (key, email, name, language, updated_at)
SELECT 'old-' || n, 'old-' || n || '@example.com', 'Ana', 'es', now() FROM generate_series(%(from)s, %(to)s) AS n;
INSERT INTO invitations (id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
                         token_hash, via, language, context, state, created_at, send_at, expires_at)
SELECT gen_random_uuid(), 'old-' || n, 'after-support', 1, 't', 1, '/crm', n::text, sha256(n::text::bytea), 'email',
       'es', '{"channel": "web"}', 'sent', now() - interval '100 days', now() - interval '100 days',
       now() - interval '70 days'
FROM generate_series(%(from)s, %(to)s) AS n
"""


def main() -> None:
    """Run and print a table."""
    with (
        temporary() as data,
        temporary() as queue,
        postgres(data) as server,
        valkey(queue) as redis_url,
        asking(server, redis_url) as (it, key),
    ):
        print(f"median of {BATCHES} batches of {BATCH}; touchpoints a second, and the share of a bare insert")
        there = 0
        for size in SIZES:
            with psycopg.connect(server, autocommit=True) as connection:
                with psycopg.ClientCursor(connection) as cursor:
                    cursor.execute(FILL, {"from": there + 1, "to": size})
                connection.execute("VACUUM ANALYZE")
            there = max(there, size)
            _row(it, server, key, size)
    _together()


@contextmanager
def asking(server: str, redis_url: str) -> Iterator[tuple[Running, dict[str, str]]]:
    """The survey service's app on this database, which asks after support by mail, and a key for it."""
    migrate(server, "survey")
    settings = SurveySettings(
        **{**common(server, redis_url), "rate_limit": 1_000_000},
        smtp_url="smtp://127.0.0.1:9",
        mail_from="Faro <hola@faro.example>",
        router_url="http://localhost",
    )
    with running(create_app(settings)) as it:
        key = it.key("surveys:write", "touchpoints:write")
        _quietly(it, "/survey/v1/surveys", AFTER_SUPPORT, key)
        _quietly(it, "/survey/v1/triggers", AFTER_SUPPORT_BY_EMAIL, key)
        yield it, key


def _row(it: Running, server: str, key: dict[str, str], size: int) -> None:
    new = [_batch(f"new-{size}", number, known=0) for number in range(BATCHES)]
    # Customers who are known, each with an invitation that the policy must look at.
    known = [_batch(f"known-{size}", number, known=size) for number in range(BATCHES)] if size else []
    again, bare = new, [_insert(server, batch) for batch in new]
    ceiling = statistics.median(bare)
    for name, batches in {"new customers": new, "known customers": known, "sent again": again}.items():
        if batches:
            rate = statistics.median(taken(it, batch, key) for batch in batches)
            print(f"{size:>9} invitations, {name:<16}{rate:>8.0f}/s{rate / ceiling:>7.0%}")
    print(f"{size:>9} invitations, {'bare insert':<16}{ceiling:>8.0f}/s")


def _together() -> None:
    """Two senders at once, each with half of the batches, and the server with all its processes."""
    with served(AFTER_SUPPORT_BY_EMAIL) as it:
        _send(it, [_batch("first", number, known=0) for number in range(2)])
        halves = [[_batch(name, number, known=0) for number in range(BATCHES)] for name in ("one", "other")]
        before, started = it.spent(), time.perf_counter()
        with ThreadPoolExecutor(len(halves)) as senders:
            list(senders.map(partial(_send, it), halves))
        rate = len(halves) * BATCHES * BATCH / (time.perf_counter() - started)
        in_server, in_database = (
            (late - early) * 1000 / (len(halves) * BATCHES)
            for early, late in zip(before, it.spent(), strict=True)
        )
    print(
        f"{len(halves)} senders to the server's processes: {rate:.0f}/s, with a load of {os.getloadavg()[0]:.1f}"
    )
    print(f"a batch costs {in_server:.0f} ms of CPU in the server and {in_database:.0f} in PostgreSQL")


def _send(it: Served, batches: list[list[dict[str, Any]]]) -> None:
    """One batch after the other."""
    headers = {**it.key, "Content-Type": "application/cloudevents-batch+json"}
    with httpx.Client(base_url=it.house.url("survey"), headers=headers, timeout=60) as client:
        for batch in batches:
            client.post(PATH, content=json.dumps(batch)).raise_for_status()


def _batch(name: str, number: int, *, known: int) -> list[dict[str, Any]]:
    """One batch: each touchpoint another customer's."""
    batch = []
    for place in range(number * BATCH, (number + 1) * BATCH):
        customer = f"old-{1 + place * 7919 % known}" if known else f"{name}-{place}"
        touchpoint = case_closed(place, channel="web", key=customer, email=f"{customer}@example.com")
        batch.append({**touchpoint, "id": f"{name}-{place}"})
    return batch


def taken(it: Running, batch: list[dict[str, Any]], key: dict[str, str]) -> float:
    """Touchpoints a second, from the bytes of the request to those of the answer."""
    body = json.dumps(batch).encode()
    headers = {**key, "Content-Type": "application/cloudevents-batch+json"}
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        started = time.perf_counter()
        answer = it.client.post(PATH, data=body, headers=headers)
        seconds = time.perf_counter() - started
    assert answer.status_code == 202, answer.text
    return BATCH / seconds


def _insert(server: str, batch: list[dict[str, Any]]) -> float:
    """Touchpoints a second as plain rows with a primary key, in one durable transaction by one statement."""
    with psycopg.connect(server) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bare (source text, id text, body jsonb, PRIMARY KEY (source, id))"
        )
        connection.commit()
        started = time.perf_counter()
        connection.execute(
            "INSERT INTO bare SELECT * FROM jsonb_to_recordset(%s) AS new (source text, id text, data jsonb)",
            [Jsonb(batch)],
        )
        connection.commit()
        return BATCH / (time.perf_counter() - started)


def _quietly(it: Running, path: str, body: Any, key: dict[str, str]) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        assert it.post(path, body, key).status_code == 200


if __name__ == "__main__":
    main()
