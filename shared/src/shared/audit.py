"""The audit trail: who changed what, and when. It is only ever added to; the table is each service's own."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from shared.ids import new_id

_SQL = statements("shared", "audit")


@dataclass(frozen=True)
class Entry:
    """One change: `by` is the name of the key that made it, `subject` what it was made to."""

    at: datetime
    by: str
    action: str
    subject: str
    request_id: str
    detail: dict[str, Any] = field(default_factory=dict)
    id: UUID = field(default_factory=new_id)


def note(connection: Connection, entry: Entry) -> None:
    """Write an entry in the transaction of the change that it tells of."""
    connection.execute(_SQL["note"], {**asdict(entry), "detail": Jsonb(entry.detail)})


def page(
    connection: Connection, subject: str | None, after: tuple[datetime, UUID], limit: int
) -> list[Entry]:
    """Entries from the oldest to the newest, after a place (at, id)."""
    with connection.cursor(row_factory=class_row(Entry)) as cursor:
        return cursor.execute(
            _SQL["page"], {"subject": subject, "at": after[0], "id": after[1], "limit": limit}
        ).fetchall()
