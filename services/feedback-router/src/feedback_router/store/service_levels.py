"""What is due, what is late, and what was told of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.service_levels import Alarm
from feedback_router.store import feedback
from shared import db

_SQL = db.statements("feedback_router.store", "service_levels")


@dataclass(frozen=True)
class Standing:
    """How a team stands with what is open."""

    team: str
    open: int
    due_soon: int
    overdue: int
    escalated: int
    next_due_at: datetime | None


@dataclass(frozen=True)
class TriageAlarm:
    """Since when too much waits in triage, and how much it was then."""

    raised_at: datetime
    waiting: int


def to_look_at(connection: Connection, now: datetime, limit: int) -> list[Feedback]:
    """Items at which it is time to look; nobody else looks at them until the transaction ends."""
    rows = connection.execute(_SQL["to_look_at"], {"now": now, "limit": limit})
    return feedback.find(connection, [row[0] for row in rows])


def note(connection: Connection, feedback_id: UUID, alarm: Alarm, check_at: datetime | None) -> None:
    """Keep what was told of an item's due time, and when to look again."""
    connection.execute(_SQL["note"], {"id": feedback_id, "alarm": alarm, "check_at": check_at})


def standing(connection: Connection, team: str | None, now: datetime) -> list[Standing]:
    """How each team stands, or one team; those with nothing open are not there."""
    with connection.cursor(row_factory=class_row(Standing)) as cursor:
        return cursor.execute(_SQL["standing"], {"team": team, "now": now}).fetchall()


def count_waiting(connection: Connection, team: str) -> int:
    """How many open items a team has."""
    return db.count(connection, _SQL["count_waiting"], {"team": team})


def triage_alarm(connection: Connection) -> TriageAlarm | None:
    """The alarm that goes on, if one does."""
    with connection.cursor(row_factory=class_row(TriageAlarm)) as cursor:
        return cursor.execute(_SQL["triage_alarm"]).fetchone()


def raise_triage_alarm(connection: Connection, waiting: int, now: datetime) -> bool:
    """Begin an alarm; False when one goes on already."""
    return connection.execute(_SQL["raise_triage_alarm"], {"waiting": waiting, "now": now}).rowcount == 1


def end_triage_alarm(connection: Connection, now: datetime) -> bool:
    """End the alarm; False when none goes on."""
    return connection.execute(_SQL["end_triage_alarm"], {"now": now}).rowcount == 1
