"""Touchpoints as they came in."""

from datetime import datetime

from psycopg import Connection
from psycopg.types.json import Jsonb

from shared import db
from survey.domain.touchpoints import Touchpoint

_SQL = db.statements("survey.store", "touchpoints")


def claim(connection: Connection, touchpoints: list[Touchpoint]) -> list[Touchpoint]:
    """Those that were never taken in before, each once, in their order."""
    ids = [{"source": t.source, "id": t.id} for t in touchpoints]
    rows = connection.execute(_SQL["claim_ids"], {"ids": Jsonb(ids)}).fetchall()
    fresh = {(row[0], row[1]) for row in rows}
    claimed = []
    for touchpoint in touchpoints:
        if (touchpoint.source, touchpoint.id) in fresh:
            fresh.remove((touchpoint.source, touchpoint.id))
            claimed.append(touchpoint)
    return claimed


def insert(connection: Connection, touchpoints: list[Touchpoint], now: datetime) -> None:
    """Keep touchpoints that have been claimed."""
    rows = [
        {
            "customer_key": t.customer.key,
            "source": t.source,
            "id": t.id,
            "type": t.type,
            "time": t.time.isoformat(),
            "context": t.context,
            "attributes": t.attributes,
        }
        for t in touchpoints
    ]
    connection.execute(_SQL["insert"], {"touchpoints": Jsonb(rows), "now": now})


def count_since(connection: Connection, since: datetime) -> int:
    """How many came in since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})
