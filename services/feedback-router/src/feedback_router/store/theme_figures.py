"""Themes in figures: how many, when, where, how bad; and when they grew beyond chance."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.themes import Episode
from shared.db import statements

_SQL = statements("feedback_router.store", "theme_figures")


@dataclass(frozen=True)
class Counts:
    """A theme's comments, or one team's of them; `severity` is the worst, `severe` how many are that (3 or more)."""

    theme_id: UUID
    count: int
    open: int
    customers: int
    severity: int
    severe: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Quote:
    """What somebody said, masked."""

    id: UUID
    text: str
    language: str
    submitted_at: datetime
    severity: int


def counts(connection: Connection, ids: list[UUID], team: str | None) -> list[Counts]:
    """Of those of these themes that have comments, of this team or of all."""
    with connection.cursor(row_factory=class_row(Counts)) as cursor:
        return cursor.execute(_SQL["counts"], {"ids": ids, "team": team}).fetchall()


def weeks(
    connection: Connection, ids: list[UUID], team: str | None, since: datetime, now: datetime
) -> dict[UUID, dict[int, int]]:
    """Comments by theme and by how many weeks ago; 0 are the last seven days."""
    found: defaultdict[UUID, dict[int, int]] = defaultdict(dict)
    values = {"ids": ids, "team": team, "since": since, "now": now}
    for theme_id, ago, count in connection.execute(_SQL["weeks"], values):
        found[theme_id][ago] = count
    return found


def quotes(connection: Connection, ids: list[UUID], team: str | None, limit: int) -> dict[UUID, list[Quote]]:
    """The newest comments of each."""
    found: defaultdict[UUID, list[Quote]] = defaultdict(list)
    for row in connection.execute(_SQL["quotes"], {"ids": ids, "team": team, "limit": limit}):
        found[row[0]].append(Quote(*row[1:]))
    return found


def places(
    connection: Connection, theme_id: UUID, team: str | None, since: datetime
) -> list[tuple[str | None, str | None, int, int]]:
    """Journey, channel, all comments from there since then, and the theme's."""
    values = {"id": theme_id, "team": team, "since": since}
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(_SQL["places"], values)]


def days(connection: Connection, since: datetime, now: datetime) -> dict[UUID | None, dict[int, int]]:
    """Comments by theme (None: on their own) and by how many days ago; 0 are the last 24 hours."""
    found: defaultdict[UUID | None, dict[int, int]] = defaultdict(dict)
    for theme_id, ago, count in connection.execute(_SQL["days"], {"since": since, "now": now}):
        found[theme_id][ago] = count
    return found


def teams_of(connection: Connection, theme_id: UUID, since: datetime, now: datetime) -> list[tuple[str, int]]:
    """Who has how many of a theme's comments of this time."""
    values = {"id": theme_id, "since": since, "now": now}
    return [(row[0], row[1]) for row in connection.execute(_SQL["teams_of"], values)]


def episodes(connection: Connection, ids: list[UUID]) -> list[Episode]:
    """When these themes grew beyond chance; of each the newest first."""
    with connection.cursor(row_factory=class_row(Episode)) as cursor:
        return cursor.execute(_SQL["episodes"], {"ids": ids}).fetchall()


def going_on(connection: Connection) -> set[UUID]:
    """The themes that are emerging now."""
    return {row[0] for row in connection.execute(_SQL["going_on"])}


def begin_episode(connection: Connection, episode: Episode) -> bool:
    """Begin an episode; False when one goes on already."""
    return connection.execute(_SQL["begin_episode"], asdict(episode)).rowcount == 1


def end_episode(connection: Connection, theme_id: UUID, now: datetime) -> bool:
    """End the one that goes on; False when none does."""
    values = {"theme_id": theme_id, "now": now}
    return connection.execute(_SQL["end_episode"], values).rowcount == 1


def is_told(connection: Connection, reply_id: UUID) -> bool:
    """Whether this reply was written."""
    row = connection.execute(_SQL["is_told"], {"id": reply_id}).fetchone()
    return row is not None and bool(row[0])
