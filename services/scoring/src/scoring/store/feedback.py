"""Feedback items as far as their news has come."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.feedback import Feedback, Place
from scoring.store import columns
from shared import db

_SQL = db.statements("scoring.store", "feedback")
_place = columns.of(Place)


def find(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Feedback]:
    """Those of these items of which something is known."""
    rows = connection.execute(_SQL["find"], {"ids": list(ids)})
    return {row[0]: Feedback(row[0], row[1], Place(*row[2:9]), *row[9:]) for row in rows}


def put(connection: Connection, items: Iterable[Feedback]) -> None:
    """Keep what is known of each item, in place of what was known before."""
    rows = [
        {
            **_place(item.place),
            "id": str(item.id),
            "response_id": str(item.response_id) if item.response_id else None,
            "told_at": item.told_at.isoformat(),
            "routed_at": item.routed_at.isoformat(),
            "acknowledged_at": _text(item.acknowledged_at),
            "resolved_at": _text(item.resolved_at),
        }
        for item in items
    ]
    connection.execute(_SQL["put"], {"items": Jsonb(rows)})


def count_since(connection: Connection, since: datetime) -> int:
    """How many were routed since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
