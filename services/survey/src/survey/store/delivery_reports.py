"""What mail servers told us about our messages."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import statements

_SQL = statements("survey.store", "delivery_reports")


@dataclass(frozen=True)
class Kept:
    """What is kept of a report. `reason` says why it had no effect, None where it had one. No address is kept."""

    id: UUID
    outcome: str
    reason: str | None
    status: str | None
    invitation_id: UUID | None
    message_id: UUID | None
    customer_key: str | None
    received_at: datetime


def insert(connection: Connection, report: Kept) -> bool:
    """False when this report is there already."""
    return connection.execute(_SQL["insert"], asdict(report)).rowcount == 1


def get(connection: Connection, report_id: UUID) -> Kept | None:
    """The report with this id."""
    with connection.cursor(row_factory=class_row(Kept)) as cursor:
        return cursor.execute(_SQL["get"], {"id": report_id}).fetchone()


def page(connection: Connection, after: tuple[datetime, UUID], limit: int) -> list[Kept]:
    """The next reports in the order in which they came in."""
    values = {"received_at": after[0], "id": after[1], "limit": limit}
    with connection.cursor(row_factory=class_row(Kept)) as cursor:
        return cursor.execute(_SQL["page"], values).fetchall()
