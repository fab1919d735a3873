"""Feedback items as far as their news has come."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.feedback import Feedback, Place, Taken, resolved_tally
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.selections import Selection
from scoring.domain.survival import Waits
from scoring.domain.tallies import Tally
from scoring.store import columns
from scoring.store.feedback_rollups import FEEDBACK_DIMENSIONS
from shared import db

_SQL = db.statements("scoring.store", "feedback")
_place = columns.of(Place)


def find(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Feedback]:
    """Those of these items of which something is known."""
    rows = connection.execute(_SQL["find"], {"ids": list(ids)})
    return {row[0]: Feedback(row[0], row[1], Place(*row[2:9]), *row[9:]) for row in rows}


def put(connection: Connection, items: Iterable[Feedback]) -> None:
    """Keep what is known of each item, in place of what was known before."""
    rows = [
        {
            **_place(item.place),
            "id": str(item.id),
            "response_id": str(item.response_id) if item.response_id else None,
            "told_at": item.told_at.isoformat(),
            "routed_at": item.routed_at.isoformat(),
            "acknowledged_at": _text(item.acknowledged_at),
            "resolved_at": _text(item.resolved_at),
            "withdrawn_at": _text(item.withdrawn_at),
            "reopened_at": _text(item.reopened_at),
            "kept": item.kept,
            "kept_told_at": _text(item.kept_told_at),
        }
        for item in items
    ]
    connection.execute(_SQL["put"], {"items": Jsonb(rows)})


def keep_earlier(connection: Connection, steps: Collection[Taken]) -> None:
    """Keep steps that later ones have replaced; those that are kept already stay as they are."""
    if steps:
        ids, times, kinds = zip(*steps, strict=True)
        values = {"ids": list(ids), "times": list(times), "steps": list(kinds)}
        connection.execute(_SQL["keep_earlier"], values)


def resolved_as_of(connection: Connection, selection: Selection, as_of: datetime) -> Tally:
    """The resolved among the items that were routed in these days, as each stood at that moment; praise is none."""
    (counts,) = connection.execute(
        _SQL["resolved_as_of"], _filters(selection, as_of), prepare=False
    ).fetchall()
    return resolved_tally(*counts)


def waits(connection: Connection, selection: Selection, as_of: datetime) -> Waits:
    """How long the items that were routed in these days took, or have waited by then; withdrawn ones have left."""
    values = _filters(selection, as_of)
    (packed,) = connection.execute(_SQL["waits"], values, prepare=False).fetchall()[0]
    return Waits.unpacked(packed)


def count_since(connection: Connection, since: datetime) -> int:
    """How many were routed since then."""
    return db.count(connection, _SQL["count_since"], {"since": since})


def _filters(selection: Selection, as_of: datetime) -> dict[str, Any]:
    days = CaseSelection("", selection.first_day, selection.last_day)
    return {
        **{name: getattr(selection.slice, name) for name in FEEDBACK_DIMENSIONS},
        "since": days.since,
        "until": days.until,
        "as_of": as_of,
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
