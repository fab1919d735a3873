"""Themes, and what was done about them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.themes import Resolution, Theme
from shared.db import jsonb, statements

_SQL = statements("feedback_router.store", "themes")


@dataclass(frozen=True)
class Description:
    """What is worked out of a theme's comments: its middle in a space (None when nobody's words are left), its
    phrases by language, and the name that they give."""

    space: str
    centroid: bytes | None
    phrases: dict[str, list[str]]
    name: str


@dataclass(frozen=True)
class Wanted:
    """Which themes to list; None lets all pass. A team, a kind and being open must go together in one item."""

    team: str | None = None
    kind: str | None = None
    open: bool | None = None
    emerging: bool | None = None


def lock(connection: Connection) -> None:
    """Nobody else changes what belongs to which theme until the transaction ends."""
    connection.execute(_SQL["lock"])


def try_lock(connection: Connection) -> bool:
    """The same, or False at once when somebody does already."""
    row = connection.execute(_SQL["try_lock"]).fetchone()
    return row is not None and bool(row[0])


def insert(connection: Connection, new: Sequence[Theme], space: str) -> None:
    """Keep new themes; they have no items yet, and are described when they have."""
    values = {"themes": jsonb([asdict(theme) for theme in new]), "space": space}
    connection.execute(_SQL["insert"], values)


def get(connection: Connection, theme_id: UUID) -> Theme | None:
    """The theme; of one that was merged, what it was merged into."""
    with connection.cursor(row_factory=class_row(Theme)) as cursor:
        return cursor.execute(_SQL["get"], {"id": theme_id}).fetchone()


def page(connection: Connection, wanted: Wanted, after: UUID | None, limit: int) -> list[Theme]:
    """Themes, the largest first, after one of them."""
    values = {**asdict(wanted), "after": after, "limit": limit}
    with connection.cursor(row_factory=class_row(Theme)) as cursor:
        return cursor.execute(_SQL["page"], values, prepare=False).fetchall()


def middles(connection: Connection, space: str) -> list[tuple[UUID, bytes]]:
    """All themes that something can be compared with in this space, and their middles."""
    return [(row[0], row[1]) for row in connection.execute(_SQL["middles"], {"space": space})]


def sizes(connection: Connection, ids: list[UUID]) -> dict[UUID, int]:
    """How many items each of these themes has."""
    return dict(connection.execute(_SQL["sizes"], {"ids": ids}).fetchall())


def count_anew(connection: Connection, ids: list[UUID], *, stale: bool = False) -> dict[UUID, int]:
    """The sizes of these themes, counted; `stale` has them described anew, as has much growth."""
    rows = connection.execute(_SQL["count_anew"], {"ids": ids, "stale": stale})
    return {row[0]: row[1] for row in rows}


def stale(connection: Connection, space: str, limit: int) -> list[UUID]:
    """Some themes that are to be described anew in this space."""
    return [row[0] for row in connection.execute(_SQL["stale"], {"space": space, "limit": limit})]


def describe(connection: Connection, theme_id: UUID, description: Description) -> None:
    """Keep a description; a name that a person gave stays."""
    values = {**asdict(description), "id": theme_id, "phrases": Jsonb(description.phrases)}
    connection.execute(_SQL["describe"], values)


def rename(connection: Connection, theme_id: UUID, name: str, by: str) -> None:
    """Give it a person's name for it."""
    connection.execute(_SQL["rename"], {"id": theme_id, "name": name, "by": by})


def merge(connection: Connection, theme_id: UUID, into: UUID) -> None:
    """Bring everything that one theme has into another."""
    values = {"id": theme_id, "into": into}
    for statement in ("move_all", "move_resolutions", "merge"):
        connection.execute(_SQL[statement], values)


def last_resolution(connection: Connection, theme_id: UUID, team: str | None) -> Resolution | None:
    """What was last done about it by this team, or by all."""
    return _resolution(connection, "last_resolution", {"theme_id": theme_id, "team": team})


def resolutions(connection: Connection, ids: list[UUID], team: str | None) -> list[Resolution]:
    """All that was done about these themes, as far as it concerns the team; in their order."""
    with connection.cursor(row_factory=class_row(Resolution)) as cursor:
        return cursor.execute(_SQL["resolutions"], {"ids": ids, "team": team}).fetchall()


def resolve(connection: Connection, resolution: Resolution) -> Resolution:
    """Keep what was done; its number is the next."""
    kept = _resolution(connection, "resolve", asdict(resolution))
    assert kept is not None  # noqa: S101  RETURNING yields the row that was inserted
    return kept


def claim_resolution(connection: Connection) -> Resolution | None:
    """The oldest of which items are still to be resolved; nobody else is given it until the transaction ends."""
    return _resolution(connection, "claim_resolution", {})


def still_open(connection: Connection, resolution: Resolution, limit: int) -> list[UUID]:
    """Some of the items that a resolution is still to resolve; nobody else moves them until the transaction ends."""
    rows = connection.execute(_SQL["still_open"], {**asdict(resolution), "limit": limit})
    return [row[0] for row in rows]


def is_closing(connection: Connection, ids: list[UUID]) -> bool:
    """Whether what was resolved of these themes is still being closed."""
    row = connection.execute(_SQL["is_closing"], {"ids": ids}).fetchone()
    return row is not None and bool(row[0])


def close_resolution(connection: Connection, resolution: Resolution, now: datetime) -> None:
    """All items are resolved."""
    connection.execute(_SQL["close_resolution"], {**asdict(resolution), "now": now})


def _resolution(connection: Connection, statement: str, values: dict[str, Any]) -> Resolution | None:
    with connection.cursor(row_factory=class_row(Resolution)) as cursor:
        return cursor.execute(_SQL[statement], values).fetchone()
