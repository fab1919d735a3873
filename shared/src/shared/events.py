"""The event log: written in the transaction of the change that it reports, read by cursor in commit-safe order."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from operator import itemgetter
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from shared.ids import first_id

_SQL = statements("shared", "events")
_CURSOR = re.compile(r"(\d{1,9})-(\d{1,19})-(\d{1,18})")


@dataclass(frozen=True)
class Event:
    """One thing that happened, as a CloudEvent tells it. `subject` is the id of what it happened to."""

    id: UUID
    type: str
    subject: str
    time: datetime
    request_id: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Cursor:
    """A place in a log. Readers keep its text and give it back; what it means is the log's own business."""

    epoch: int
    txid: int
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.txid}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor that this text stands for; empty text is the beginning. ValueError for anything else."""
        if not text:
            return cls(0, 0, 0)
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise ValueError("This is not a cursor of this log.")
        return cls(*map(int, match.groups()))


@dataclass(frozen=True)
class Page:
    """Events after a cursor, the cursor after them, and whether asking again would yield more."""

    events: list[Event]
    cursor: Cursor
    more: bool


@dataclass(frozen=True)
class _Row:
    epoch: int
    txid: int
    seq: int
    id: UUID
    type: str
    subject: str
    time: datetime
    request_id: str
    data: dict[str, Any]


def append(connection: Connection, events: list[Event]) -> None:
    """Write events in the caller's transaction. They can be read once it, and every older one, has ended."""
    if not events:
        return
    rows = [
        {
            "id": str(event.id),
            "type": event.type,
            "subject": event.subject,
            "time": event.time.isoformat(),
            "request_id": event.request_id,
            "data": event.data,
        }
        for event in events
    ]
    connection.execute(_SQL["append"], {"events": Jsonb(rows)})


def read(connection: Connection, after: Cursor, limit: int) -> Page:
    """The next `limit` events after a cursor, oldest first."""
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        rows = cursor.execute(
            _SQL["read"], {"epoch": after.epoch, "txid": str(after.txid), "seq": after.seq, "limit": limit}
        ).fetchall()
    events = [Event(row.id, row.type, row.subject, row.time, row.request_id, row.data) for row in rows]
    place = Cursor(rows[-1].epoch, rows[-1].txid, rows[-1].seq) if rows else after
    return Page(events, place, more=len(rows) == limit or _undecided(connection))


def redact(connection: Connection, field: str, values: list[str], blank: dict[str, Any]) -> list[UUID]:
    """Replace what must be forgotten in the events whose `field` is one of these values; their ids.

    `blank` says what stands there instead, by name. Who reads the log from its beginning finds the blanks; an index on
    `data ->> field` belongs to the service that knows the field.
    """
    parameters = {"field": field, "values": values, "blank": Jsonb(blank)}
    # Planned with its values: a kept plan can't know which field it is, and would read the whole log.
    return [row[0] for row in connection.execute(_SQL["redact"], parameters, prepare=False)]


def redact_old(
    connection: Connection, after: Cursor, before: datetime, field: str, blank: dict[str, Any], limit: int
) -> tuple[int, int, Cursor]:
    """Replace what must be forgotten in the next events with this field, as far as they are older than a moment.

    How many were so old, how many of them had anything to forget, and the place behind them.
    """
    rows = _old(connection, after, before, limit)
    if not rows:
        return 0, 0, after
    last = Cursor(*rows[-1])
    parameters = {
        **_place(after),
        "last_epoch": last.epoch,
        "last_txid": str(last.txid),
        "last_seq": last.seq,
        "field": field,
        "blank": Jsonb(blank),
    }
    return len(rows), connection.execute(_SQL["redact_between"], parameters).rowcount, last


def count_old(connection: Connection, after: Cursor, before: datetime, most: int) -> int:
    """How many events from a place on were written before a moment, counted up to `most`."""
    return len(_old(connection, after, before, most))


def _old(connection: Connection, after: Cursor, before: datetime, limit: int) -> list[tuple[int, int, int]]:
    parameters = {**_place(after), "before": first_id(before), "limit": limit}
    rows = connection.execute(_SQL["old"], parameters)
    return [(epoch, txid, seq) for epoch, txid, seq, _ in takewhile(itemgetter(3), rows)]


def _place(cursor: Cursor) -> dict[str, Any]:
    return {"epoch": cursor.epoch, "txid": str(cursor.txid), "seq": cursor.seq}


def _undecided(connection: Connection) -> bool:
    row = connection.execute(_SQL["undecided"]).fetchone()
    return row is not None and bool(row[0])


def cloud_event(event: Event, source: str) -> dict[str, Any]:
    """The event as CloudEvents 1.0 JSON. The request id travels as the extension attribute `requestid`."""
    return {
        "specversion": "1.0",
        "id": str(event.id),
        "source": source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time.isoformat(),
        "requestid": event.request_id,
        "datacontenttype": "application/json",
        "data": event.data,
    }
