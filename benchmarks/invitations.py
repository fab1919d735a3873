"""Whether invitations are chosen and made as fast at the end of a million as at their beginning.

The survey service's app in this process, PostgreSQL in its own with fsync, batches of 500 touchpoints one after the
other, each with its customer, its event, a trigger that fires and the contact policy's decision. Every fifth is about
a customer who was asked already, anyone of all so far: the policy says no, and the refusal is a row as well. Rates by
the clock, and what a batch costs in CPU, which says more on a machine on which much else runs.

`python benchmarks/invitations.py 100000` for fewer.
"""

import os
import statistics
import sys
import time
from typing import Any

import psycopg

import cpu
from escucha.embedded.place import temporary
from escucha.embedded.postgres import Postgres
from escucha.embedded.valkey import valkey
from support.samples import case_closed
from touchpoints import BATCH, asking, taken

TOTAL = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PARTS = 10
ASKED_EVERY = 5
PRIME = 7919


def main() -> None:
    """Run and print a line for each tenth."""
    with temporary() as data, temporary() as queue, valkey(queue) as redis_url:
        postgres = Postgres(data)
        postgres.start()
        try:
            _measure(postgres, redis_url)
        finally:
            postgres.stop()


def _measure(postgres: Postgres, redis_url: str) -> None:
    batches, asked = TOTAL // BATCH, 0
    with asking(postgres.url, redis_url) as (it, key):
        for part in range(PARTS):
            numbers = range(part * batches // PARTS, (part + 1) * batches // PARTS)
            rates, before = [], _spent(postgres)
            for number in numbers:
                batch, asked = _batch(number, asked)
                rates.append(taken(it, batch, key))
            in_app, in_database = (
                (late - early) * 1000 / len(numbers)
                for early, late in zip(before, _spent(postgres), strict=True)
            )
            print(
                f"to {numbers.stop * BATCH:>9}: {statistics.median(rates):>6.0f}/s; a batch costs {in_app:.0f} ms of"
                f" CPU in the app and {in_database:.0f} in PostgreSQL, with a load of {os.getloadavg()[0]:.1f}",
                flush=True,
            )
    with psycopg.connect(postgres.url) as connection:
        for state, reason, n in connection.execute(
            "SELECT state, reason, count(*) FROM invitations GROUP BY 1, 2 ORDER BY 1, 2"
        ):
            print(f"{n:>9} {state}{f': {reason}' if reason else ''}")


def _spent(postgres: Postgres) -> tuple[float, float]:
    """CPU seconds that the app and PostgreSQL have taken so far."""
    return time.process_time(), cpu.spent(postgres.pid or 0)


def _batch(number: int, asked: int) -> tuple[list[dict[str, Any]], int]:
    """One batch, and how many customers have been asked when it is through."""
    batch, before = [], asked
    for place in range(number * BATCH, (number + 1) * BATCH):
        if before and place % ASKED_EVERY == 0:
            who = place * PRIME % before
        else:
            who, asked = asked, asked + 1
        key = f"customer-{who}"
        touchpoint = case_closed(place, channel="web", key=key, email=f"{key}@example.com")
        batch.append({**touchpoint, "id": f"case-{place}"})
    return batch, asked


if __name__ == "__main__":
    main()
