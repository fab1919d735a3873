"""Following another service's event log: in batches, each with its cursor and its effects in one transaction.

The batch is fetched outside the transaction: an open transaction holds back what every log of the server may tell.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import httpx
import structlog
from marshmallow import EXCLUDE, Schema, ValidationError
from psycopg import Connection
from psycopg.types.json import Jsonb

from shared.db import statements
from shared.events import Event

_SQL = statements("shared", "follower")
_BATCH = 500
# An older transaction that still runs hides newer events for a moment: look again this soon, this often.
_WAIT_S = 0.05
_WAITS = 100

log = structlog.get_logger()

Transaction = Callable[[], AbstractContextManager[Connection]]
Fetch = Callable[[str, int], "Batch"]


@dataclass(frozen=True)
class Batch:
    """What one look into a log yielded."""

    events: list[Event]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Handler:
    """What to do with one type of event: how its data must look, and what follows from a run of them in order.

    `prepare` is for work that needs no database and takes its time: it turns the understood events into what `apply`
    is given, before the transaction begins. `lock` takes what others lock before they change what `apply` changes: it
    is called before anything of the batch is applied, so that all take their locks in one order.
    """

    schema: Schema
    apply: Callable[[Connection, Any], None]
    prepare: Callable[[list[tuple[Event, Any]]], Any] = list
    lock: Callable[[Connection], None] | None = None


@dataclass(frozen=True)
class Prepared:
    """A batch that is understood: what to apply in which order, and what could not be understood, with the reason."""

    runs: list[tuple[Handler, Any]]
    parked: list[tuple[Event, str]]
    cursor: str


class FeedError(Exception):
    """The log that we follow did not answer, or not with a log. Nothing is lost: the cursor stays."""


def fetcher(client: httpx.Client, service_url: str, service: str, key: str) -> Fetch:
    """Reads the log of a service over HTTP, at `<service_url>/<service>/v1/events`."""

    def fetch(after: str, limit: int) -> Batch:
        try:
            response = client.get(
                f"{service_url}/{service}/v1/events",
                params={"after": after, "limit": limit},
                headers={"Authorization": f"Bearer {key}"},
            )
            response.raise_for_status()
            body = response.json()
            return Batch([_event(item) for item in body["events"]], body["cursor"], body["more"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise FeedError(f"{service}: {error!r}") from error

    return fetch


def for_a_while(fetch: Fetch, clock: Callable[[], datetime], at_most: timedelta) -> Fetch:
    """The same log, of which there is no more once that time is over: other jobs want their turn, and a worker that is
    to stop ends its job first. What is left is for whoever follows next."""
    until = clock() + at_most

    def some(after: str, limit: int) -> Batch:
        batch = fetch(after, limit)
        return replace(batch, more=batch.more and clock() < until)

    return some


def follow(
    read: Transaction, change: Transaction, source: str, fetch: Fetch, handlers: Mapping[str, Handler]
) -> int:
    """Apply all that can be read now and return how many events were new. FeedError when the log is away.

    Safe to run twice at once: whoever finds the cursor moved throws its batch away and looks again.
    """
    applied = waits = 0
    while True:
        with read() as connection:
            position = _position(connection, source)
        batch = fetch(position, _BATCH)
        if batch.events:
            prepared = prepare(batch, handlers)
            with change() as connection:
                taken = take(connection, source, position, prepared)
            if not taken:
                continue
            applied += len(batch.events)
            waits = 0
        elif batch.more and waits < _WAITS:
            waits += 1
            time.sleep(_WAIT_S)
        if not batch.more or waits == _WAITS:
            return applied


def keep_up(
    read: Transaction, change: Transaction, source: str, fetch: Fetch, handlers: Mapping[str, Handler]
) -> int:
    """Follow, and log how it went: how many events were new, none while the other service is away."""
    try:
        heard = follow(read, change, source, fetch, handlers)
    except FeedError as error:
        log.warning("feed.away", source=source, error=str(error))
        return 0
    if heard:
        log.info("feed.followed", source=source, n=heard)
    return heard


def prepare(batch: Batch, handlers: Mapping[str, Handler]) -> Prepared:
    """Understand a batch. Needs no transaction: an open one would hold back every log of the server meanwhile."""
    runs, parked = [], []
    ours = (event for event in batch.events if event.type in handlers)
    for handler, run in groupby(ours, key=lambda event: handlers[event.type]):
        understood = []
        for event in run:
            try:
                understood.append((event, handler.schema.load(event.data, unknown=EXCLUDE)))
            except ValidationError as error:
                parked.append((event, str(error.messages)))
        if understood:
            runs.append((handler, handler.prepare(understood)))
    return Prepared(runs, parked, batch.cursor)


def take(connection: Connection, source: str, position: str, prepared: Prepared) -> bool:
    """Apply a batch that was read at `position` and move the cursor behind it; False if the cursor is elsewhere."""
    connection.execute(_SQL["begin"], {"source": source})
    row = connection.execute(_SQL["lock_position"], {"source": source}).fetchone()
    if row is None or row[0] != position:
        return False
    for event, reason in prepared.parked:
        _park(connection, source, event, reason)
    for lock in dict.fromkeys(handler.lock for handler, _ in prepared.runs if handler.lock):
        lock(connection)
    for handler, work in prepared.runs:
        handler.apply(connection, work)
    connection.execute(_SQL["move"], {"source": source, "position": prepared.cursor})
    return True


def rewind(connection: Connection, source: str) -> None:
    """Read this log from its beginning once more: only for handlers to which what is told again is nothing new."""
    connection.execute(_SQL["rewind"], {"source": source})


def forget_parked(connection: Connection, ids: list[UUID], field: str, values: list[str]) -> int:
    """Throw away parked events that must be forgotten: these, and those whose `field` is one of the values."""
    parameters = {"ids": ids, "field": field, "values": values}
    return connection.execute(_SQL["forget"], parameters).rowcount


def _park(connection: Connection, source: str, event: Event, reason: str) -> None:
    log.error("event.parked", source=source, id=str(event.id), type=event.type, reason=reason)
    values = {
        "source": source,
        "id": event.id,
        "type": event.type,
        "reason": reason,
        "event": Jsonb(event.data),
    }
    connection.execute(_SQL["park"], values)


def _position(connection: Connection, source: str) -> str:
    row = connection.execute(_SQL["position"], {"source": source}).fetchone()
    return str(row[0]) if row else ""


def _event(item: dict[str, Any]) -> Event:
    return Event(
        UUID(item["id"]),
        item["type"],
        item["subject"],
        datetime.fromisoformat(item["time"]),
        item["requestid"],
        item["data"],
    )
