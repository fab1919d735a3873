"""Locked scorecards: a chain that is only ever added to."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from psycopg import Connection

from scoring.domain.snapshots import Locked, read
from shared.db import statements

_SQL = statements("scoring.store", "scorecards")


def hold(connection: Connection) -> tuple[int, str | None]:
    """The number of the next scorecard and the hash of the last; nobody else adds one until the transaction ends."""
    connection.execute(_SQL["hold"])
    last = connection.execute(_SQL["last"]).fetchone()
    return (last[0] + 1, last[1]) if last else (1, None)


def insert(connection: Connection, locked: Locked, key: str) -> None:
    """Add it to the chain."""
    head = locked.head
    connection.execute(
        _SQL["insert"],
        {
            "number": head.number,
            "id": head.id,
            "key": key,
            "version": head.plan_version,
            "restates": head.restates,
            "body": locked.body,
            "hash": locked.hash,
            "locked_at": head.locked_at,
        },
    )


def get(connection: Connection, scorecard_id: UUID) -> Locked | None:
    """The one with this id."""
    row = connection.execute(_SQL["get"], {"id": scorecard_id}).fetchone()
    return _locked(row) if row else None


def of_plan(connection: Connection, key: str, version: int) -> list[Locked]:
    """The first one and its restatements; the last one counts."""
    return [_locked(row) for row in connection.execute(_SQL["of_plan"], {"key": key, "version": version})]


def how_often(connection: Connection, versions: Mapping[str, int]) -> dict[str, int]:
    """How many were locked of these versions of plans, restatements among them, by the plan's key."""
    values = {"keys": list(versions), "versions": list(versions.values())}
    return dict(connection.execute(_SQL["how_often"], values).fetchall())


def page(connection: Connection, key: str | None, after: int, limit: int) -> list[Locked]:
    """Those after a number, of one plan or of all."""
    parameters = {"key": key, "after": after, "limit": limit}
    return [_locked(row) for row in connection.execute(_SQL["page"], parameters)]


def until(connection: Connection, number: int) -> Iterator[Locked]:
    """The chain from its beginning up to this one. Raises UnreadableError at a text that is none."""
    yield from map(_locked, connection.execute(_SQL["until"], {"number": number}))


def _locked(row: tuple[Any, ...]) -> Locked:
    return read(*row)
