"""Touchpoints, each kept once, and the customers whose cases they have made stale."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import kwargs_row
from psycopg.types.json import Jsonb

from scoring.domain.journeys import Journey
from scoring.domain.touchpoints import Lookup, Touchpoint
from scoring.store import columns
from shared.db import statements

_SQL = statements("scoring.store", "touchpoints")
_row = columns.of(Touchpoint)
_lookup = columns.of(Lookup)


def insert(connection: Connection, told: Iterable[tuple[UUID, Touchpoint]]) -> set[str]:
    """Keep those that are not there yet, each with the event that told it; the customers that they are news of."""
    rows = [
        {
            **_row(touchpoint),
            "event_id": str(event_id),
            "at": touchpoint.at.isoformat(),
            "due_at": _written(touchpoint.due_at),
            "lookups": _listed(touchpoint.lookups),
        }
        for event_id, touchpoint in told
    ]
    return {row[0] for row in connection.execute(_SQL["insert"], {"touchpoints": Jsonb(rows)})}


def of(connection: Connection, customer_keys: Collection[str]) -> list[Touchpoint]:
    """All that is known of these customers, in no order."""
    with connection.cursor(row_factory=kwargs_row(_touchpoint)) as cursor:
        return cursor.execute(_SQL["of"], {"customer_keys": list(customer_keys)}).fetchall()


def told_by(connection: Connection, events: Collection[UUID]) -> set[str]:
    """The customers of whose touchpoints these events told."""
    return {row[0] for row in connection.execute(_SQL["told_by"], {"events": list(events)})}


def customers(connection: Connection) -> Iterator[str]:
    """Whoever is known by a touchpoint."""
    return (row[0] for row in connection.execute(_SQL["customers"]))


def forget(connection: Connection, customer_keys: Collection[str]) -> list[UUID]:
    """Throw away all touchpoints of these customers: the events that told of them."""
    rows = connection.execute(_SQL["forget"], {"customer_keys": list(customer_keys)})
    return [event_id for (event_id,) in rows]


def lock(connection: Connection) -> None:
    """Hold all cases, and what they follow from besides touchpoints, until the transaction ends."""
    connection.execute(_SQL["lock"])


def mark(connection: Connection, customer_keys: Collection[str]) -> None:
    """Have the cases of these customers made again."""
    if customer_keys:
        connection.execute(_SQL["mark"], {"customer_keys": list(customer_keys)})


def mark_all(connection: Connection, journey: Journey) -> None:
    """Have all cases of a journey made again, since its design has changed."""
    connection.execute(_SQL["mark_all"], {"journey": journey.key, "types": sorted(journey.types)})


def unmark(connection: Connection, customer_keys: Collection[str]) -> None:
    """Leave no trace of those of these customers of whom nothing is known any more."""
    connection.execute(_SQL["unmark"], {"customer_keys": list(customer_keys)})


def take(connection: Connection, limit: int) -> set[str]:
    """So many of the customers whose cases must be made again, held until the transaction ends."""
    return {row[0] for row in connection.execute(_SQL["take"], {"limit": limit})}


def _listed(lookups: Sequence[Lookup]) -> list[dict[str, Any]] | None:
    return [{**_lookup(one), "updated_at": _written(one.updated_at)} for one in lookups] or None


def _touchpoint(lookups: list[Mapping[str, Any]] | None, **kept: Any) -> Touchpoint:
    return Touchpoint(
        **kept,
        lookups=tuple(Lookup(**{**one, "updated_at": _read(one["updated_at"])}) for one in lookups or ()),
    )


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None
