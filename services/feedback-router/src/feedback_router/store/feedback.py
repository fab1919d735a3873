"""Feedback items: written once each, then moved step by step."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.feedback import Feedback, Transition
from shared import db

_SQL = db.statements("feedback_router.store", "feedback")
_dumps = partial(json.dumps, default=str)

# Where an item stands in the lists: (routed_at, id).
Place = tuple[datetime | str, UUID]
_NEWEST: Place = ("infinity", UUID(int=2**128 - 1))


@dataclass(frozen=True)
class Filters:
    """Which items to list; None lets all pass."""

    team: str | None = None
    status: str | None = None
    survey: str | None = None
    sentiment: str | None = None
    language: str | None = None
    since: datetime | None = None


def insert(connection: Connection, items: list[Feedback]) -> set[UUID]:
    """Keep those that are not there yet, and say which those were."""
    rows = [vars(item) for item in items]
    return {row[0] for row in connection.execute(_SQL["insert"], {"items": Jsonb(rows, _dumps)})}


def page(connection: Connection, filters: Filters, after: Place | None, limit: int) -> list[Feedback]:
    """Items from the newest to the oldest, after a place."""
    routed_at, feedback_id = after or _NEWEST
    with connection.cursor(row_factory=class_row(Feedback)) as cursor:
        return cursor.execute(
            _SQL["page"], {**asdict(filters), "routed_at": routed_at, "id": feedback_id, "limit": limit}
        ).fetchall()


def get(connection: Connection, feedback_id: UUID, team: str | None) -> Feedback | None:
    """The item, if it is there and is the team's; with None, any team's."""
    return _one(connection, "get", {"id": feedback_id, "team": team})


def lock(connection: Connection, feedback_id: UUID, team: str | None) -> Feedback | None:
    """The same as `get`; nobody else moves it until the transaction ends."""
    return _one(connection, "lock", {"id": feedback_id, "team": team})


def _one(connection: Connection, statement: str, parameters: dict[str, Any]) -> Feedback | None:
    with connection.cursor(row_factory=class_row(Feedback)) as cursor:
        return cursor.execute(_SQL[statement], parameters).fetchone()


def advance(connection: Connection, moved: Feedback, step: Transition) -> None:
    """Keep an item's new state and the step that led there."""
    connection.execute(
        _SQL["advance"],
        {
            "id": moved.id,
            "status": moved.status,
            "what_was_done": moved.what_was_done,
            "acknowledged_at": moved.acknowledged_at,
            "resolved_at": moved.resolved_at,
        },
    )
    connection.execute(_SQL["keep_step"], {"feedback_id": moved.id, **asdict(step)})


def transitions(connection: Connection, feedback_id: UUID) -> list[Transition]:
    """All steps of an item's way, in their order."""
    with connection.cursor(row_factory=class_row(Transition)) as cursor:
        return cursor.execute(_SQL["transitions"], {"id": feedback_id}).fetchall()


def count_since(connection: Connection, since: datetime, team: str | None) -> dict[str, int]:
    """How many came in since then, by the status that they have now."""
    return _counts(connection, "count_since", {"since": since, "team": team})


def count_open_by_team(connection: Connection, team: str | None) -> dict[str, int]:
    """How many are not resolved, whenever they came in."""
    return _counts(connection, "count_open_by_team", {"team": team})


def count_by_survey(connection: Connection, team: str | None) -> dict[str, int]:
    """How many there are of each survey."""
    return _counts(connection, "count_by_survey", {"team": team})


def _counts(connection: Connection, statement: str, parameters: dict[str, Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(_SQL[statement], parameters)}
