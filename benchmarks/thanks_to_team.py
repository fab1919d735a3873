"""From a customer's "thank you" to the team's list: at a steady rate, and behind a burst.

All processes of the house run on this machine, with the load; PostgreSQL waits for the disk. First customers answer at
a steady rate, whether the house keeps up or not, while the team's list is read by API until each comment was seen in
it. Then as many as the burst holds answer as fast as they can, while the team goes on acknowledging. In the end
everything must be everywhere, once. Options: `--rate 100 --seconds 30 --burst 10000`.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg

import cpu
from escucha.embedded.postgres import Postgres
from support import storm
from support.house import House
from support.storm import Customer, Storm

CLIENTS = 8
# How often the list is asked for what is new: on average, half of this is counted in with what is measured.
_LOOK_S = 0.05
_LOOK_AT = 20
_ACKNOWLEDGE_S = 0.1
_PATIENCE_S = 1200
# The first comments wait until the worker has read its models.
_WARM_UP = 20


@dataclass
class Watch:
    """Who looks at the team's list all the time, and notes what is in it since when."""

    house: House
    key: dict[str, str]
    seen: dict[str, float] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Read the list from its newest item on, as far as there is anything new."""
        cursor: dict[str, str] = {}
        while True:
            page = self.house.get("router", "feedback", self.key, team="triage", limit=_LOOK_AT, **cursor)
            at = time.monotonic()
            new = [item for item in page["items"] if item["text"] not in self.seen]
            self.seen.update({item["text"]: at for item in new})
            self.ids += [item["id"] for item in new]
            if not new or not page["next"]:
                return
            cursor = {"cursor": page["next"]}


def main() -> None:
    """Run and print the figures."""
    options = _options()
    steady = options.rate * options.seconds
    with tempfile.TemporaryDirectory() as logs, storm.storm_house(Path(logs)) as (house, postgres):
        invited = storm.invite(house, _WARM_UP + steady + options.burst)
        warm_up, customers = invited[:_WARM_UP], invited[_WARM_UP:]
        watch = Watch(house, house.key("router", "feedback:read"))
        settle(house)
        answer(warm_up, options.rate, watch)
        thanked = answer(customers[:steady], options.rate, watch)
        show(f"thanks to list, {options.rate} a second for {options.seconds} s", delays(thanked, watch))
        burst(house, postgres, customers[steady:], watch.ids)
        storm.check(house, Storm(invited, CLIENTS))
    print(
        "every answer is in all services, and nowhere twice; load",
        *(f"{load:.1f}" for load in os.getloadavg()),
    )


def answer(customers: Sequence[Customer], rate: int, watch: Watch) -> dict[str, float]:
    """Let one customer after the other answer at this rate while the list is watched; when each comment was thanked."""
    begun = time.monotonic()
    thanked: dict[str, float] = {}
    awaited = {customer.comment for customer in customers}
    turns = iter(enumerate(customers))
    lock = threading.Lock()

    def answer_in_turn() -> None:
        place = urlsplit(customers[0].link)
        connection = HTTPConnection(place.hostname or "", place.port, timeout=30)
        for number, customer in _shared(turns, lock):
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            assert storm.sees_thanks(connection, customer), "somebody saw no thanks"
            thanked[customer.comment] = time.monotonic()
        connection.close()

    threads = [threading.Thread(target=answer_in_turn) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    while not awaited <= watch.seen.keys():
        watch.look()
        assert time.monotonic() < begun + _PATIENCE_S, "what was said never came to the list"
        time.sleep(_LOOK_S)
    for thread in threads:
        thread.join()
    return thanked


def burst(house: House, postgres: Postgres, customers: list[Customer], ids: list[str]) -> None:
    """Let all of them answer at once, and acknowledge meanwhile until their comments are where they belong."""
    router = psycopg.connect(house.databases["router"], autocommit=True)
    there = _count(router) + len(customers)
    raging = Storm(customers, CLIENTS)
    key = house.key("router", "feedback:write")
    times: list[float] = []
    drained = threading.Event()
    acknowledging = threading.Thread(target=_acknowledge, args=(house, key, ids, times, drained))
    acknowledging.start()
    begun, spent = time.monotonic(), _spent(house, postgres)
    raging.begin()
    raging.end()
    print(
        f"burst: {len(customers)} thanked after {raging.seconds:.1f} s, tried again {raging.tried_again} times"
    )
    house.wait_for(lambda: _count(router) >= there, patience=_PATIENCE_S)
    router.close()
    print(f"burst: all in the team's list {time.monotonic() - begun:.1f} s after it began")
    cost = (_spent(house, postgres) - spent) * 1000 / len(customers)
    print(
        f"burst: an answer costs {cost:.1f} ms of CPU in all processes, from its form to the list and the scores"
    )
    drained.set()
    acknowledging.join()
    show("acknowledging meanwhile", times)


def settle(house: House) -> None:
    """Wait until both followers have heard of all who were asked."""
    with psycopg.connect(house.databases["survey"]) as connection:
        row = connection.execute(
            "SELECT concat_ws('-', epoch, txid, seq) FROM events ORDER BY epoch DESC, txid DESC, seq DESC LIMIT 1"
        ).fetchone()
    for follower in ("router", "scoring"):
        house.wait_for(partial(_has_read, house, follower, row), patience=_PATIENCE_S)


def delays(thanked: dict[str, float], watch: Watch) -> list[float]:
    """Milliseconds from each thanks to the list. What was in the list before its customer read the thanks took none."""
    return [max(0.0, watch.seen[comment] - at) * 1000 for comment, at in thanked.items()]


def show(what: str, times: list[float]) -> None:
    """One line: within how many milliseconds."""
    cuts = quantiles(times, n=100)
    print(
        f"{what}: half within {cuts[49]:.0f} ms, 95 % {cuts[94]:.0f}, 99 % {cuts[98]:.0f} ({len(times)} times)"
    )


def _acknowledge(
    house: House, key: dict[str, str], ids: list[str], times: list[float], drained: threading.Event
) -> None:
    with httpx.Client(base_url=house.url("router"), headers=key, timeout=60) as client:
        for feedback_id in ids:
            begun = time.monotonic()
            client.post(f"/router/v1/feedback/{feedback_id}/acknowledge").raise_for_status()
            times.append((time.monotonic() - begun) * 1000)
            if drained.wait(_ACKNOWLEDGE_S):
                return


def _shared(turns: Iterator[tuple[int, Customer]], lock: threading.Lock) -> Iterator[tuple[int, Customer]]:
    """The next turns, each taken by one thread only."""
    while True:
        with lock:
            turn = next(turns, None)
        if turn is None:
            return
        yield turn


def _spent(house: House, postgres: Postgres) -> float:
    """CPU seconds that the house has taken so far, with all that is done in it; Valkey's are few."""
    return sum(cpu.spent(house.pid(name)) for name in house.names) + cpu.spent(postgres.pid or 0)


def _count(router: psycopg.Connection) -> int:
    row = router.execute("SELECT count(*) FROM feedback").fetchone()
    return int(row[0]) if row else 0


def _has_read(house: House, follower: str, newest: Any) -> bool:
    with psycopg.connect(house.databases[follower]) as connection:
        read = connection.execute("SELECT position FROM cursors WHERE source = 'survey'").fetchone()
    return bool(read == newest)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--burst", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
