"""Immersions and what their findings became."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.domain.immersions import Action, Immersion, ImmersionKind
from shared import db

_SQL = db.statements("scoring.store", "immersions")


def put(connection: Connection, immersion: Immersion) -> bool:
    """Keep it; False when there is one with this id already."""
    values = {name: getattr(immersion, name) for name in Immersion.__slots__ if name != "actions"}
    values["findings"] = list(immersion.findings)
    return connection.execute(_SQL["insert"], values).fetchone() is not None


def find(connection: Connection, immersion_id: UUID) -> Immersion | None:
    """This one with its actions."""
    rows = connection.execute(_SQL["find"], {"id": immersion_id}).fetchall()
    return next(iter(_immersions(connection, rows)), None)


def take_up(connection: Connection, immersion_id: UUID, action: Action) -> bool:
    """Keep what is done about a finding; False when something is done about it already."""
    values = {name: getattr(action, name) for name in Action.__slots__}
    kept = connection.execute(_SQL["take_up"], {**values, "immersion_id": immersion_id})
    return kept.fetchone() is not None


def page(
    connection: Connection, person: str | None, after: tuple[datetime, UUID], limit: int
) -> list[Immersion]:
    """Everybody's or one person's after a place (logged_at, id), the oldest first."""
    values = {"person": person, "at": after[0], "after": after[1], "limit": limit}
    return _immersions(connection, connection.execute(_SQL["page"], values, prepare=False).fetchall())


def newest(
    connection: Connection, person: str | None, before: tuple[datetime, UUID], limit: int
) -> list[Immersion]:
    """Everybody's or one person's before a place (logged_at, id), the newest first."""
    values = {"person": person, "at": before[0], "before": before[1], "limit": limit}
    return _immersions(connection, connection.execute(_SQL["newest"], values, prepare=False).fetchall())


def noted(
    connection: Connection, people: Collection[str], first_day: date, last_day: date, as_of: datetime
) -> list[Immersion]:
    """Those with notes and channel that these people had in these days, logged by then; the oldest entry first."""
    values = {"people": list(people), "first_day": first_day, "last_day": last_day, "as_of": as_of}
    return [_immersion(row, ()) for row in connection.execute(_SQL["noted"], values)]


def _immersions(connection: Connection, rows: list[Any]) -> list[Immersion]:
    actions: dict[UUID, list[Action]] = {row[0]: [] for row in rows}
    for immersion_id, *action in connection.execute(_SQL["actions"], {"ids": list(actions)}):
        actions[immersion_id].append(Action(*action))
    return [_immersion(row, tuple(actions[row[0]])) for row in rows]


def _immersion(row: tuple[Any, ...], actions: tuple[Action, ...]) -> Immersion:
    id_, person, kind, day, channel, journey, notes, findings, by, logged_at = row
    return Immersion(
        id_,
        person,
        ImmersionKind(kind),
        day,
        channel,
        journey,
        notes,
        tuple(findings),
        by,
        logged_at,
        actions,
    )
