"""Claims: items whose answer is about a touchpoint, and what that touchpoint said of money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.decisions import AboutTouchpoint, Claim
from feedback_router.domain.feedback import Feedback
from shared.db import statements

_SQL = statements("feedback_router.store", "claims")


@dataclass(frozen=True)
class _Row:
    feedback_id: UUID
    source: str
    touchpoint_id: str
    type: str
    at: datetime | None
    amounts: dict[str, int] | None


def keep(connection: Connection, about: Mapping[UUID, AboutTouchpoint], since: datetime | None) -> None:
    """Keep what the items of these answers are about, by response. Those routed since then wait for a decision; with
    None, none does.
    """
    rows = [
        {"response_id": str(response_id), "source": it.source, "touchpoint_id": it.id, "type": it.type}
        for response_id, it in about.items()
    ]
    if rows:
        connection.execute(_SQL["keep"], {"answers": Jsonb(rows), "since": since or "infinity"})


def waiting(connection: Connection, limit: int) -> list[UUID]:
    """Some of the items that wait for a decision."""
    return [row[0] for row in connection.execute(_SQL["waiting"], {"limit": limit})]


def take(connection: Connection, feedback_id: UUID) -> bool:
    """The item waits no more; False when it did not."""
    return connection.execute(_SQL["take"], {"feedback_id": feedback_id}).rowcount == 1


def of_items(connection: Connection, items: Iterable[Feedback]) -> dict[UUID, Claim]:
    """The claims that these items are, by item; those about no touchpoint are none."""
    known = {item.id: item for item in items}
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        rows = cursor.execute(_SQL["find"], {"ids": list(known)}).fetchall()
    return {row.feedback_id: _claim(known[row.feedback_id], row) for row in rows}


def _claim(item: Feedback, row: _Row) -> Claim:
    about = AboutTouchpoint(row.source, row.touchpoint_id, row.type)
    return Claim(item.customer_key, item.context, about, row.at, row.amounts or {})
