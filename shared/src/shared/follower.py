"""Following another service's event log: in batches, each with its cursor and its effects in one transaction.

The batch is fetched outside the transaction: an open transaction holds back what every log of the server may tell.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
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
    """What to do with one type of event: how its data must look, and what follows from a run of them in order."""

    schema: Schema
    apply: Callable[[Connection, list[tuple[Event, Any]]], None]


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


def follow(transaction: Transaction, source: str, fetch: Fetch, handlers: Mapping[str, Handler]) -> int:
    """Apply all that can be read now and return how many events were new. FeedError when the log is away.

    Safe to run twice at once: whoever finds the cursor moved throws its batch away and looks again.
    """
    applied = waits = 0
    while True:
        with transaction() as connection:
            position = _position(connection, source)
        batch = fetch(position, _BATCH)
        if batch.events:
            with transaction() as connection:
                taken = take(connection, source, position, batch, handlers)
            if not taken:
                continue
            applied += len(batch.events)
            waits = 0
        elif batch.more and waits < _WAITS:
            waits += 1
            time.sleep(_WAIT_S)
        if not batch.more or waits == _WAITS:
            return applied


def take(
    connection: Connection, source: str, position: str, batch: Batch, handlers: Mapping[str, Handler]
) -> bool:
    """Apply a batch that was read at `position` and move the cursor behind it; False if the cursor is elsewhere."""
    connection.execute(_SQL["begin"], {"source": source})
    row = connection.execute(_SQL["lock_position"], {"source": source}).fetchone()
    if row is None or row[0] != position:
        return False
    for event_type, run in groupby(batch.events, key=lambda event: event.type):
        if handler := handlers.get(event_type):
            understood = list(_understood(connection, source, run, handler))
            if understood:
                handler.apply(connection, understood)
    connection.execute(_SQL["move"], {"source": source, "position": batch.cursor})
    return True


def _understood(
    connection: Connection, source: str, run: Iterator[Event], handler: Handler
) -> Iterator[tuple[Event, Any]]:
    for event in run:
        try:
            yield event, handler.schema.load(event.data, unknown=EXCLUDE)
        except ValidationError as error:
            log.error("event.parked", source=source, id=str(event.id), type=event.type, reason=error.messages)
            connection.execute(
                _SQL["park"],
                {
                    "source": source,
                    "id": event.id,
                    "type": event.type,
                    "reason": str(error.messages),
                    "event": Jsonb(event.data),
                },
            )


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
