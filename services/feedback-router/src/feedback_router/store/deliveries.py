"""Deliveries: which webhook is to be told which event, how often that was tried, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from feedback_router.domain.webhooks import Answer, Standing, Webhook
from shared.db import jsonb, statements
from shared.events import Event

_SQL = statements("feedback_router.store", "deliveries")
# What a worker that died had claimed is due again after this; sending takes ten seconds at most, finding the host more.
LEASE = timedelta(seconds=60)

# Where a delivery stands in the list: (event_time, event_id).
Place = tuple[datetime | str, UUID]
_NEWEST: Place = ("infinity", UUID(int=2**128 - 1))


@dataclass(frozen=True)
class Attempt:
    """One attempt; all of its end is None while it is under way, and stays so where it was cut off."""

    event_id: UUID
    number: int
    at: datetime
    duration_ms: int | None
    status: int | None
    error: str | None
    response: str | None


@dataclass(frozen=True)
class Delivery:
    """One event for one webhook. `failures` counts since it was planned or replayed, `attempts` since ever."""

    webhook_id: UUID
    event_id: UUID
    event_type: str
    event_time: datetime
    state: str
    attempts: int
    failures: int
    due_at: datetime | None
    claimed_until: datetime | None
    log: list[Attempt] = field(default_factory=list)


@dataclass(frozen=True)
class Claimed:
    """A delivery to send now, with all that it takes; `secrets` are the numbers of those that sign."""

    webhook_id: UUID
    event: Event
    number: int
    failures: int
    url: str
    template: dict[str, Any]
    secrets: list[int]


def plan(connection: Connection, deliveries: Iterable[tuple[Webhook, Event]], now: datetime) -> None:
    """These webhooks are to be told these events, each once."""
    rows = [
        {
            "webhook_id": webhook.id,
            "event_id": event.id,
            "event_type": event.type,
            "event_time": event.time.isoformat(),
            "template_version": webhook.template_version,
        }
        for webhook, event in deliveries
    ]
    if rows:
        connection.execute(_SQL["plan"], {"deliveries": jsonb(rows), "now": now})


def claim(connection: Connection, now: datetime, *, slow: bool, each: int, limit: int) -> list[Claimed]:
    """Deliveries that are due, at most `each` under way a webhook; of slow receivers, or of the others."""
    parameters = {
        "now": now,
        "slow": slow,
        "each": each,
        "limit": limit,
        "lease": LEASE.total_seconds(),
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        return [
            Claimed(
                row["webhook_id"],
                Event(row["id"], row["type"], row["subject"], row["time"], row["request_id"], row["data"]),
                row["number"],
                row["failures"],
                row["url"],
                row["template"],
                row["secrets"],
            )
            for row in cursor.execute(_SQL["claim"], parameters)
        ]


def end_attempt(
    connection: Connection, claimed: Claimed, answer: Answer, standing: Standing, took: timedelta
) -> None:
    """Write down what came of an attempt, and where its delivery stands now.

    What the receiver said is kept only while the event is as it was sent: it may repeat what was forgotten meanwhile.
    """
    text = answer.text
    if text is not None:
        row = connection.execute(_SQL["data_of"], {"id": claimed.event.id}).fetchone()
        text = text if row is not None and row[0] == claimed.event.data else None
    values = {
        "webhook_id": claimed.webhook_id,
        "event_id": claimed.event.id,
        "number": claimed.number,
        "duration_ms": round(took.total_seconds() * 1000),
        "status": answer.status,
        "error": answer.error,
        "response": text,
        "state": standing.state,
        "failures": standing.failures,
        "due_at": standing.due_at,
    }
    connection.execute(_SQL["end_attempt"], values)
    connection.execute(_SQL["settle"], values)


def page(
    connection: Connection, webhook_id: UUID, state: str | None, after: Place | None, limit: int
) -> list[Delivery]:
    """A webhook's deliveries from the newest event to the oldest, after a place, each with its attempts."""
    event_time, event_id = after or _NEWEST
    parameters = {
        "webhook_id": webhook_id,
        "state": state,
        "event_time": event_time,
        "event_id": event_id,
        "limit": limit,
    }
    return _all(connection, "page", parameters)


def get(connection: Connection, webhook_id: UUID, event_id: UUID) -> Delivery | None:
    """The delivery of one event."""
    found = _all(connection, "get", {"webhook_id": webhook_id, "event_id": event_id})
    return found[0] if found else None


def replay(connection: Connection, webhook_id: UUID, event_id: UUID, now: datetime) -> None:
    """Send it again, now, with as many attempts as if it were new."""
    connection.execute(_SQL["replay"], {"webhook_id": webhook_id, "event_id": event_id, "now": now})


def replay_range(
    connection: Connection, webhook_id: UUID, since: datetime, until: datetime, limit: int, now: datetime
) -> list[datetime]:
    """Send again what happened from `since` on and before `until`, the oldest first; the times of these events."""
    parameters = {"webhook_id": webhook_id, "since": since, "until": until, "limit": limit, "now": now}
    return [row[0] for row in connection.execute(_SQL["replay_range"], parameters)]


def forget_answers(connection: Connection, event_ids: list[UUID]) -> None:
    """Forget what receivers said of these events."""
    connection.execute(_SQL["forget_answers"], {"event_ids": event_ids})


def forget_old(connection: Connection, before: datetime, limit: int) -> int:
    """Forget deliveries of older events, and those of deleted webhooks, at most so many of each; how many."""
    old = connection.execute(_SQL["forget_old"], {"before": before, "limit": limit}).rowcount
    return old + connection.execute(_SQL["forget_deleted"], {"limit": limit}).rowcount


def _all(connection: Connection, statement: str, parameters: dict[str, Any]) -> list[Delivery]:
    with connection.cursor(row_factory=class_row(Delivery)) as cursor:
        found = cursor.execute(_SQL[statement], parameters).fetchall()
    by_event = {delivery.event_id: delivery for delivery in found}
    values = {"webhook_id": parameters["webhook_id"], "event_ids": list(by_event)}
    with connection.cursor(row_factory=class_row(Attempt)) as cursor:
        for attempt in cursor.execute(_SQL["attempts"], values):
            by_event[attempt.event_id].log.append(attempt)
    return found
