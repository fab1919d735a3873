"""How things stand for one executive: what a digest is drawn up from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.digests import Count, Waiting, WaitingDecisions
from feedback_router.domain.executives import Executive
from feedback_router.domain.feedback import Feedback
from feedback_router.store import feedback
from shared.db import statements

_SQL = statements("feedback_router.store", "standings")


@dataclass(frozen=True)
class Period:
    """The time that a digest tells of, and for whom."""

    executive: Executive
    since: datetime
    until: datetime

    @property
    def parameters(self) -> dict[str, Any]:
        """As the statements know them."""
        journeys = list(self.executive.journeys) or None
        return {"since": self.since, "until": self.until, "now": self.until, "journeys": journeys}


@dataclass(frozen=True)
class LateRow:
    """What one person, or a team as a whole, answers for and is overdue."""

    team: str
    accountable: str
    count: int
    oldest_due_at: datetime


def counts(connection: Connection, period: Period, step: timedelta, windows: int) -> list[Count]:
    """What came in by journey and severity: in this time, and in as many windows before, a step apart."""
    parameters = {**period.parameters, "step": step, "windows": windows}
    with connection.cursor(row_factory=class_row(Count)) as cursor:
        return cursor.execute(_SQL["counts"], parameters).fetchall()


def first(connection: Connection) -> datetime | None:
    """When the first item of all was routed."""
    row = connection.execute(_SQL["first"]).fetchone()
    return row[0] if row else None


def late(connection: Connection, period: Period) -> list[LateRow]:
    """What is overdue by who answers for it, the most first."""
    with connection.cursor(row_factory=class_row(LateRow)) as cursor:
        return cursor.execute(_SQL["late"], period.parameters).fetchall()


def most_urgent(connection: Connection, period: Period) -> Feedback | None:
    """What is open and has the highest priority."""
    return _item(connection, connection.execute(_SQL["most_urgent"], period.parameters).fetchone())


def said_most(connection: Connection, period: Period, chosen: list[UUID]) -> tuple[Feedback, str] | None:
    """What matters most of what was said most often in this time, and about what: "emerging:" or "theme:" with the
    theme's name, or, where there is no theme, "topic:" and the topic. None of those items that are chosen."""
    values = {**period.parameters, "chosen": chosen}
    if row := connection.execute(_SQL["said_most_of_theme"], values).fetchone():
        item_id, name, is_emerging = row
        about = f"{'emerging' if is_emerging else 'theme'}:{name}"
    elif row := connection.execute(_SQL["said_most_of_topic"], values).fetchone():
        item_id, topic = row
        about = f"topic:{topic}"
    else:
        return None
    return feedback.find(connection, [item_id])[0], about


def newest_praise(connection: Connection, period: Period) -> Feedback | None:
    """The newest praise of this time."""
    return _item(connection, connection.execute(_SQL["newest_praise"], period.parameters).fetchone())


def waiting(connection: Connection, period: Period) -> list[Waiting]:
    """Customers whose open items are severe, opened again or overdue: what matters most first."""
    with connection.cursor(row_factory=class_row(Waiting)) as cursor:
        return cursor.execute(_SQL["waiting"], period.parameters).fetchall()


def waiting_decisions(connection: Connection, period: Period) -> tuple[WaitingDecisions, ...]:
    """What was left to a person and nobody has dealt with yet, by currency."""
    with connection.cursor(row_factory=class_row(WaitingDecisions)) as cursor:
        return tuple(cursor.execute(_SQL["waiting_decisions"], period.parameters))


def _item(connection: Connection, row: tuple[Any, ...] | None) -> Feedback | None:
    return feedback.find(connection, [row[0]])[0] if row else None
