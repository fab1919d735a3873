"""Praise and the people whom it is for, and who does not want to hear of it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.praise import Praised
from shared.db import jsonb, statements

_SQL = statements("feedback_router.store", "praises")


@dataclass(frozen=True)
class Agent:
    """Who served a customer at a touchpoint, as the company's systems call them."""

    source: str
    touchpoint_id: str
    agent: str
    event_id: UUID


@dataclass(frozen=True)
class PersonCount:
    """How often a person was praised in a team's feedback."""

    team: str
    person: str
    count: int


def keep_agents(connection: Connection, agents: list[Agent]) -> None:
    """Keep who served whom, once a touchpoint."""
    if agents:
        rows = [asdict(agent) for agent in agents]
        connection.execute(_SQL["keep_agents"], {"agents": jsonb(rows)})


def agent_of(connection: Connection, source: str, touchpoint_id: str) -> str | None:
    """Who served the customer there, if anybody said."""
    row = connection.execute(_SQL["agent_of"], {"source": source, "touchpoint_id": touchpoint_id}).fetchone()
    return row[0] if row else None


def replace(connection: Connection, feedback_id: UUID, people: tuple[Praised, ...], now: datetime) -> None:
    """Keep whom an item praises, and no longer whom it did before; what a mail has brought stays."""
    connection.execute(_SQL["drop"], {"feedback_id": feedback_id})
    for one in people:
        connection.execute(_SQL["insert"], {"feedback_id": feedback_id, **asdict(one), "now": now})


def waiting(connection: Connection) -> list[str]:
    """Whom praise waits for who want to hear of it."""
    return [row[0] for row in connection.execute(_SQL["waiting"])]


def take(connection: Connection, person: str, day: date, message_id: UUID) -> list[UUID]:
    """What waits for a person, for this day's mail; nothing when that has been made."""
    parameters = {"person": person, "day": day, "message_id": message_id}
    return [row[0] for row in connection.execute(_SQL["take"], parameters)]


def opted_out(connection: Connection, person: str) -> bool:
    """Whether a person does not want to hear of praise."""
    row = connection.execute(_SQL["opted_out"], {"person": person}).fetchone()
    return row is not None and bool(row[0])


def opt(connection: Connection, person: str, *, out: bool, now: datetime) -> bool:
    """Keep what a person wants; False when that was known."""
    statement = "opt_out" if out else "opt_in"
    return connection.execute(_SQL[statement], {"person": person, "now": now}).rowcount == 1


def counts(connection: Connection, since: datetime, team: str | None) -> list[PersonCount]:
    """How often each person was praised since then, of all teams' feedback or of one's."""
    with connection.cursor(row_factory=class_row(PersonCount)) as cursor:
        return cursor.execute(_SQL["counts"], {"since": since, "team": team}).fetchall()


def by_team(connection: Connection, since: datetime, team: str | None) -> dict[str, int]:
    """How much praise each team was brought since then, whomever it is for."""
    return dict(connection.execute(_SQL["kept"], {"since": since, "team": team}).fetchall())
