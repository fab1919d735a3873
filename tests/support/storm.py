"""A storm: thousands of customers answer as fast as the house takes it, while its parts are killed and come back."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlencode, urlsplit

import psycopg

from escucha.embedded.place import temporary
from escucha.embedded.postgres import Postgres
from escucha.embedded.valkey import valkey
from support.forms import unseen
from support.house import QUEUES, House, house
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed

BATCH = 500
# Ana's browser speaks Spanish.
THANKS = "Gracias"
# A loaded machine takes its time with the comments; a test has its own end.
_PATIENCE_S = 1200
# Where what was said is kept, and how to read it there: which response, and what it says.
_SAID = {
    "responses": (
        "survey",
        "SELECT id::text, answers ->> 'recommend', answers ->> 'comment' FROM responses",
    ),
    "events": (
        "survey",
        """SELECT subject, data #>> '{scores,0,value}', data #>> '{comments,0,text}' FROM events
        WHERE type IN ('survey.response.submitted', 'survey.response.corrected')""",
    ),
    "scores": (
        "scoring",
        "SELECT response_id::text, value::text FROM answers WHERE question = 'recommend'",
    ),
    "comments": ("router", "SELECT response_id::text, text FROM feedback"),
}
RULES = {
    "triage": "triage",
    "teams": [{"key": "triage", "name": "Triage", "description": "Takes everything."}],
    "rules": [],
}


@dataclass(frozen=True)
class Customer:
    """One who was handed a link, and what they are going to say: nobody else says the same."""

    link: str
    score: int
    comment: str


@dataclass
class Storm:
    """Who has seen thanks, and how often somebody saw something else or nothing and tried again."""

    customers: list[Customer]
    clients: int
    thanked: int = 0
    tried_again: int = 0
    seconds: float = 0.0
    _waiting: SimpleQueue[Customer] = field(default_factory=SimpleQueue)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)
    _begun: float = 0.0

    def begin(self) -> None:
        """Let them answer, so many at a time."""
        for customer in self.customers:
            self._waiting.put(customer)
        self._begun = time.monotonic()
        self._threads = [threading.Thread(target=self._answer) for _ in range(self.clients)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, share: float, it: House) -> None:
        """Wait until that share of them has seen thanks."""
        it.wait_for(lambda: self.thanked >= share * len(self.customers), patience=_PATIENCE_S)

    def end(self) -> None:
        """Wait until all have seen thanks."""
        for thread in self._threads:
            thread.join()

    def _answer(self) -> None:
        place = urlsplit(self.customers[0].link)
        connection = HTTPConnection(place.hostname or "", place.port, timeout=30)
        while self.thanked < len(self.customers):
            try:
                customer = self._waiting.get(timeout=0.05)
            except Empty:
                continue
            if sees_thanks(connection, customer):
                with self._lock:
                    self.thanked += 1
                    self.seconds = time.monotonic() - self._begun
            else:
                connection.close()
                with self._lock:
                    self.tried_again += 1
                self._waiting.put(customer)
        connection.close()


@contextmanager
def storm_house(folder: Path) -> Iterator[tuple[House, Postgres]]:
    """A house with all its processes on a PostgreSQL that can be killed; nobody listens where mail would go."""
    with temporary() as data, temporary() as queue, valkey(queue) as redis_url:
        postgres = Postgres(data)
        postgres.start()
        try:
            with house(folder, postgres.url, redis_url, "smtp://127.0.0.1:9") as it:
                yield it, postgres
        finally:
            postgres.stop()


def invite(it: House, n: int) -> list[Customer]:
    """Publish a survey and hand out as many links, each to a customer of its own."""
    admin = it.key("survey", "surveys:write", "touchpoints:write")
    it.post("survey", "surveys", AFTER_SUPPORT, admin)
    it.post("survey", "triggers", AFTER_SUPPORT_BY_LINK, admin)
    it.post("router", "rules", RULES, it.key("router", "rules:write"))
    links: list[str] = []
    for first in range(0, n, BATCH):
        cases = [
            case_closed(number, key=f"customer-{number}") for number in range(first, min(first + BATCH, n))
        ]
        links += [item["link"] for item in it.post("survey", "touchpoints", cases, admin)["links"]]
    return [
        Customer(link, number % 11, f"Invoice number {number} is wrong.") for number, link in enumerate(links)
    ]


def rage(it: House, postgres: Postgres, customers: list[Customer], clients: int) -> Storm:
    """Let them all answer, kill the workers, the web servers and PostgreSQL meanwhile, and bring each back."""
    storm = Storm(customers, clients)
    storm.begin()
    workers = [f"{queue} worker" for queue in QUEUES]
    storm.wait_for(0.2, it)
    it.stop(*workers, how=signal.SIGKILL)
    it.start(*workers)
    storm.wait_for(0.4, it)
    it.stop("survey", how=signal.SIGKILL)
    it.start("survey")
    storm.wait_for(0.6, it)
    kill(postgres)
    postgres.start()
    for name in it.names:
        it.revive(name)
    storm.wait_for(1, it)
    storm.end()
    return storm


def kill(postgres: Postgres) -> None:
    """SIGKILL, and nothing that would let it say goodbye."""
    process = postgres.pid
    assert process is not None
    os.kill(process, signal.SIGKILL)
    postgres.stop(keep=True)


def said(it: House, where: str) -> list[tuple[str, ...]]:
    """What is kept there of all that was said, as often as it is kept, in order."""
    service, query = _SAID[where]
    with psycopg.connect(it.databases[service]) as connection:
        return sorted(connection.execute(query.encode()).fetchall())


def check(it: House, storm: Storm) -> None:
    """Wait until all services know of it; then everything is everywhere, once."""
    kept = said(it, "responses")
    assert sorted(row[1:] for row in kept) == sorted((str(c.score), c.comment) for c in storm.customers)
    assert said(it, "events") == kept
    for place, column in (("scores", 1), ("comments", 2)):
        it.wait_for(lambda: len(said(it, place)) >= len(kept), patience=_PATIENCE_S)  # noqa: B023
        assert said(it, place) == [(row[0], row[column]) for row in kept]


def sees_thanks(connection: HTTPConnection, customer: Customer) -> bool:
    """Open the form and send it like a browser; False for an error page, or none at all."""
    path = urlsplit(customer.link).path
    said = {"recommend": customer.score, "effort": 2, "comment": customer.comment}
    try:
        _, form = _ask(connection, "GET", path)
        status, page = _ask(connection, "POST", path, urlencode(unseen(form) | said))
    except (OSError, HTTPException):
        return False
    return status == 200 and THANKS in page


def _ask(connection: HTTPConnection, method: str, path: str, form: str | None = None) -> tuple[int, str]:
    connection.request(method, path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace")
