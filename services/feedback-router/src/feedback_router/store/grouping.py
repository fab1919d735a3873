"""Comments on their way into themes: their vectors, who is to be grouped, and where they were put."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.db import statements

_SQL = statements("feedback_router.store", "grouping")


@dataclass(frozen=True)
class Grouped:
    """A comment as it is grouped: its masked words, where it is, who put it there, and its vector if there is one."""

    id: UUID
    text: str
    language: str
    team: str
    theme_id: UUID | None
    themed_by: str | None
    space: str | None
    vector: bytes | None


@dataclass(frozen=True)
class Open:
    """What the priority of an open item is made of."""

    id: UUID
    severity: int
    severity_reasons: list[dict[str, Any]] | None
    submitted_at: datetime
    resolve_by: datetime
    priority: float
    theme_id: UUID | None


@dataclass(frozen=True)
class Alike:
    """A comment of a theme that may be nearly the same as that of item `id`."""

    id: UUID
    text: str
    theme_id: UUID


def keep_vectors(
    connection: Connection,
    space: str,
    vectors: dict[UUID, bytes],
    bands: dict[UUID, list[int]] | None = None,
) -> None:
    """Keep what the models make of comments; bands that are not given stay as they are."""
    if vectors:
        ids = sorted(vectors)
        values = {
            "ids": ids,
            "space": space,
            "vectors": [vectors[one] for one in ids],
            "bands": [_array(bands[one]) if bands else None for one in ids],
        }
        connection.execute(_SQL["keep_vectors"], values)


def drop_vectors(connection: Connection, ids: list[UUID]) -> None:
    """Forget what was made of these: the words have changed."""
    if ids:
        connection.execute(_SQL["drop_vectors"], {"ids": ids})


def to_group(connection: Connection, limit: int) -> list[Grouped]:
    """Some comments that are still to be grouped, the oldest first."""
    return _grouped(connection, "to_group", {"limit": limit})


def still_to_group(connection: Connection, ids: list[UUID]) -> dict[UUID, str]:
    """Those of these that still are, with their words; nobody else moves them until the transaction ends."""
    return {row[0]: row[1] for row in connection.execute(_SQL["still_to_group"], {"ids": ids})}


def alike(connection: Connection, bands: dict[UUID, list[int]]) -> list[Alike]:
    """Comments in themes that may be nearly the same as these, by their bands."""
    wanted = {one: listed for one, listed in bands.items() if listed}
    values = {"ids": list(wanted), "bands": [_array(listed) for listed in wanted.values()]}
    with connection.cursor(row_factory=class_row(Alike)) as cursor:
        return cursor.execute(_SQL["alike"], values).fetchall() if wanted else []


def on_its_own(connection: Connection, limit: int) -> list[Grouped]:
    """The newest comments that are in no theme, where no person wants them to be in none."""
    return _grouped(connection, "on_its_own", {"limit": limit})


def still_on_its_own(connection: Connection, ids: list[UUID]) -> set[UUID]:
    """Those of these that still are; nobody else moves them until the transaction ends."""
    return {row[0] for row in connection.execute(_SQL["still_on_its_own"], {"ids": ids})}


def newest_on_its_own(connection: Connection) -> datetime | None:
    """When the newest of them was looked at; None when there is none."""
    row = connection.execute(_SQL["newest_on_its_own"]).fetchone()
    return row[0] if row else None


def last_pass(connection: Connection) -> datetime | None:
    """Up to which of them they were looked at together; None when they never were."""
    row = connection.execute(_SQL["last_pass"]).fetchone()
    return row[0] if row else None


def note_pass(connection: Connection, up_to: datetime) -> None:
    """They were looked at together up to then."""
    connection.execute(_SQL["note_pass"], {"up_to": up_to})


def place(
    connection: Connection, places: dict[UUID, UUID | None], now: datetime, by: str | None = None
) -> None:
    """Put items into themes, or on their own; by a person, where nothing but a person will move them again."""
    ids = sorted(places)
    values = {"ids": ids, "themes": [places[one] for one in ids], "now": now, "by": by}
    connection.execute(_SQL["place"], values)


def members(connection: Connection, theme_id: UUID, limit: int) -> list[Grouped]:
    """The newest comments of a theme."""
    return _grouped(connection, "members", {"theme_id": theme_id, "limit": limit})


def newest_texts(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """The newest comments of all, and their languages."""
    return [(row[0], row[1]) for row in connection.execute(_SQL["newest_texts"], {"limit": limit})]


def open_items(connection: Connection, themes: list[UUID], ids: list[UUID]) -> list[Open]:
    """What is open of these themes and of these items; nobody else moves it until the transaction ends."""
    with connection.cursor(row_factory=class_row(Open)) as cursor:
        return cursor.execute(_SQL["open_items"], {"themes": themes, "ids": ids}).fetchall()


def weigh(connection: Connection, priorities: dict[UUID, float]) -> None:
    """Keep new priorities."""
    if priorities:
        ids = sorted(priorities)
        connection.execute(_SQL["weigh"], {"ids": ids, "priorities": [priorities[one] for one in ids]})


def _grouped(connection: Connection, statement: str, values: dict[str, Any]) -> list[Grouped]:
    with connection.cursor(row_factory=class_row(Grouped)) as cursor:
        return cursor.execute(_SQL[statement], values).fetchall()


def _array(numbers: list[int]) -> str:
    """An array as PostgreSQL reads it: arrays of arrays would all have to be of one length."""
    return "{" + ",".join(map(str, numbers)) + "}"
