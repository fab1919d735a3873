"""Feedback items: written once each, then moved step by step."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.service_levels import MOST_SEVERE
from shared import db

_SQL = db.statements("feedback_router.store", "feedback")


@dataclass(frozen=True)
class Filters:
    """Which items to list; None lets all pass. `severity` or more; `q` as people type it into a search field."""

    team: str | None = None
    status: str | None = None
    severity: int | None = None
    kind: str | None = None
    language: str | None = None
    sentiment: str | None = None
    survey: str | None = None
    journey: str | None = None
    stage: str | None = None
    channel: str | None = None
    owner: str | None = None
    topic: str | None = None
    accountable: str | None = None
    assigned: bool | None = None
    overdue: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    q: str | None = None
    theme: UUID | None = None
    on_its_own: bool | None = None


@dataclass(frozen=True)
class Place:
    """Where an item stands in a list: each order looks at its own of these, and at the id between equals."""

    id: UUID
    moment: datetime
    priority: float = 0


@dataclass(frozen=True)
class Other:
    """Another item of the same customer: how it stands, without their words."""

    id: UUID
    submitted_at: datetime
    survey: str
    journey: str | None
    stage: str | None
    channel: str | None
    kind: str | None
    team: str
    status: str
    due_at: datetime | None


_BEGINNING = {"id": None, "moment": None, "priority": None}
ORDERS = ("newest", "due", "priority")


def insert(connection: Connection, items: list[Feedback]) -> set[UUID]:
    """Keep those that are not there yet, and say which those were."""
    rows = [vars(item) for item in items]
    return {row[0] for row in connection.execute(_SQL["insert"], {"items": db.jsonb(rows)})}


def page(
    connection: Connection, filters: Filters, order: str, after: Place | None, limit: int, now: datetime
) -> list[Feedback]:
    """Items in one of the ORDERS, after a place: the newest first of all, or of what is open what is due first, or
    what matters most.
    """
    place = asdict(after) if after else _BEGINNING
    # One by one, since an index finds what is equal: this or more.
    severities = None if filters.severity is None else list(range(filters.severity, MOST_SEVERE + 1))
    parameters = {**asdict(filters), **place, "severities": severities, "limit": limit, "now": now}
    # Planned with its values: which index serves depends on which filters are there.
    rows = connection.execute(_SQL[order], parameters, prepare=False)
    return find(connection, [row[0] for row in rows])


def place_of(item: Feedback, order: str) -> Place:
    """Where an item stands in a list of this order; in the lists of what is open, it must be that."""
    moment = (item.due_at if order == "due" else None) or item.routed_at
    return Place(item.id, moment, item.priority if order == "priority" else 0)


def get(connection: Connection, feedback_id: UUID, team: str | None) -> Feedback | None:
    """The item, if it is there and is the team's; with None, any team's."""
    found = find(connection, [feedback_id])
    return found[0] if found and team in (None, found[0].team) else None


def lock(connection: Connection, feedback_id: UUID, team: str | None) -> Feedback | None:
    """The same as `get`; nobody else moves it until the transaction ends."""
    row = connection.execute(_SQL["lock"], {"id": feedback_id, "team": team}).fetchone()
    return find(connection, [feedback_id])[0] if row else None


def lock_of_response(connection: Connection, response_id: UUID) -> list[Feedback]:
    """The items of one answer; nobody else moves them until the transaction ends."""
    rows = connection.execute(_SQL["lock_of_response"], {"response_id": response_id})
    return find(connection, [row[0] for row in rows])


def of_period(connection: Connection, since: datetime, until: datetime, limit: int) -> list[Feedback]:
    """The newest items that were routed then; not those of whom nothing is left."""
    rows = connection.execute(_SQL["of_period"], {"since": since, "until": until, "limit": limit})
    return find(connection, [row[0] for row in rows])


def not_understood(connection: Connection, limit: int) -> list[Feedback]:
    """Some of those of which nothing is understood yet."""
    rows = connection.execute(_SQL["not_understood"], {"limit": limit})
    return find(connection, [row[0] for row in rows])


def lock_not_understood(connection: Connection, ids: list[UUID]) -> list[Feedback]:
    """Those of these of which still nothing is; nobody else moves them until the transaction ends."""
    rows = connection.execute(_SQL["lock_not_understood"], {"ids": ids})
    return find(connection, [row[0] for row in rows])


def revise(connection: Connection, item: Feedback) -> None:
    """Keep what an item says now, what is understood of it, and who takes it."""
    jsons = {name: Jsonb(getattr(item, name)) for name in ("scores", "severity_reasons", "runner_up", "why")}
    connection.execute(_SQL["revise"], {**vars(item), **jsons})


def find(connection: Connection, ids: list[UUID]) -> list[Feedback]:
    """Those of these items that are there, in the order of the ids."""
    with connection.cursor(row_factory=class_row(Feedback)) as cursor:
        return cursor.execute(_SQL["find"], {"ids": ids}).fetchall() if ids else []


def advance(connection: Connection, moved: Feedback) -> None:
    """Keep an item's new state."""
    connection.execute(_SQL["advance"], vars(moved))


def keep_step(connection: Connection, feedback_id: UUID, step: Transition) -> None:
    """Keep a step that was taken with an item."""
    values = {**asdict(step), "detail": Jsonb(step.detail), "feedback_id": feedback_id}
    connection.execute(_SQL["keep_step"], values)


def is_linked(connection: Connection, feedback_id: UUID, url: str) -> bool:
    """Whether the item has a link to this ticket."""
    row = connection.execute(_SQL["is_linked"], {"id": feedback_id, "url": url}).fetchone()
    return row is not None and bool(row[0])


def transitions(connection: Connection, feedback_id: UUID) -> list[Transition]:
    """All steps of an item's way, in their order."""
    with connection.cursor(row_factory=class_row(Transition)) as cursor:
        return cursor.execute(_SQL["transitions"], {"id": feedback_id}).fetchall()


def others_of_the_customer(connection: Connection, item: Feedback, limit: int) -> list[Other]:
    """The newest other items of the customer whose item this is."""
    if item.customer_key is None:
        return []
    values = {"customer_key": item.customer_key, "id": item.id, "limit": limit}
    with connection.cursor(row_factory=class_row(Other)) as cursor:
        return cursor.execute(_SQL["others_of_the_customer"], values).fetchall()


def count_since(connection: Connection, since: datetime, team: str | None) -> dict[str, int]:
    """How many came in since then, by the status that they have now."""
    return _counts(connection, "count_since", {"since": since, "team": team})


def count_open_by_team(connection: Connection, team: str | None) -> dict[str, int]:
    """How many are open, whenever they came in."""
    return _counts(connection, "count_open_by_team", {"team": team})


def _counts(connection: Connection, statement: str, parameters: dict[str, Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(_SQL[statement], parameters)}
