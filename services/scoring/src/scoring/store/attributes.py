"""Which attributes of touchpoints are dimensions, and what each touchpoint said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.attributes import Attributes, Touchpoint, TouchpointReference
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("scoring.store", "attributes")
_KEY = "attributes"


@dataclass(frozen=True)
class Declaration:
    """The attributes that are dimensions now, since when and in which version."""

    version: int
    attributes: list[str]
    set_at: datetime


def declare(connection: Connection, names: list[str], now: datetime) -> Published:
    """Put a declaration in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, _KEY, {"attributes": sorted(names)}, now)


def in_force(connection: Connection) -> Declaration:
    """The declaration in force; a migration made the first."""
    row = connection.execute(_SQL["newest"], {"key": _KEY}).fetchone()
    assert row is not None  # noqa: S101  the migration put it there
    return Declaration(row[0], row[1]["attributes"], row[2])


def ever_declared(connection: Connection) -> set[str]:
    """All that a score can be asked by."""
    return {row[0] for row in connection.execute(_SQL["ever"], {"key": _KEY})}


def keep(connection: Connection, touchpoints: Iterable[Touchpoint]) -> None:
    """Keep what these said, unless it was told before."""
    rows = [
        {
            "source": touchpoint.reference.source,
            "id": touchpoint.reference.id,
            "event_id": str(touchpoint.event_id),
            "attributes": dict(touchpoint.attributes),
        }
        for touchpoint in touchpoints
    ]
    connection.execute(_SQL["keep"], {"touchpoints": Jsonb(rows)})


def find(
    connection: Connection, touchpoints: Iterable[TouchpointReference]
) -> dict[TouchpointReference, Attributes]:
    """What those of these that said anything said."""
    rows = [{"source": touchpoint.source, "id": touchpoint.id} for touchpoint in touchpoints]
    if not rows:
        return {}
    return {
        TouchpointReference(row[0], row[1]): tuple(sorted(row[2].items()))
        for row in connection.execute(_SQL["of_touchpoints"], {"touchpoints": Jsonb(rows)})
    }


def forget(connection: Connection, events: list[UUID]) -> None:
    """Forget what these events told."""
    connection.execute(_SQL["forget"], {"events": events})
