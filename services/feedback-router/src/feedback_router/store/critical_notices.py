"""Which executives are still to be told of which critical items, and which mail told them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.feedback import Feedback
from feedback_router.store import feedback
from shared.db import statements

_SQL = statements("feedback_router.store", "critical_notices")


@dataclass(frozen=True)
class Group:
    """How many items of a mail one team has about one thing; None for what belongs to no theme that has a name."""

    team: str
    theme_id: UUID | None
    theme: str | None
    count: int


def insert(connection: Connection, feedback_id: UUID, executives: list[str]) -> None:
    """Keep that these executives are to be told of the item."""
    connection.execute(_SQL["insert"], {"feedback_id": feedback_id, "executives": executives})


def waiting(connection: Connection) -> set[str]:
    """The keys of the executives who are still to be told of something."""
    return {row[0] for row in connection.execute(_SQL["waiting"])}


def take(
    connection: Connection, executive: str, message_id: UUID, now: datetime, last_before: datetime
) -> int:
    """Put all that an executive is still to be told into this mail, and return how much that is: nothing where the
    mail before it was written after `last_before`."""
    values = {"executive": executive, "message_id": message_id, "now": now, "last_before": last_before}
    return connection.execute(_SQL["take"], values).rowcount


def first(connection: Connection, message_id: UUID, limit: int) -> list[Feedback]:
    """The first items that a mail tells of, as they were noticed."""
    rows = connection.execute(_SQL["first"], {"message_id": message_id, "limit": limit})
    return feedback.find(connection, [row[0] for row in rows])


def groups(connection: Connection, message_id: UUID) -> list[Group]:
    """All that a mail tells of, counted: the most first."""
    with connection.cursor(row_factory=class_row(Group)) as cursor:
        return cursor.execute(_SQL["groups"], {"message_id": message_id}).fetchall()
