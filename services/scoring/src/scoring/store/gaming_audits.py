"""Audits for gaming and the notes on their findings. Only the search for gaming reads them: no score, no pay."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.gaming.audits import Audit, Note, NoteState
from scoring.domain.gaming.results import Change, Check, Outcome, Result
from scoring.domain.slices import Slice
from shared.db import statements
from shared.ids import new_id

_SQL = statements("scoring.store", "gaming_audits")


def put(connection: Connection, audit: Audit) -> None:
    """Keep an audit."""
    values = {
        name: getattr(audit, name) for name in ("id", "key", "version", "by", "at", "level", "automatic")
    }
    results = Jsonb([_definition(result) for result in audit.results])
    connection.execute(_SQL["insert"], {**values, "results": results})


def find(connection: Connection, audit_id: UUID) -> Audit | None:
    """This one with all notes."""
    rows = connection.execute(_SQL["find"], {"id": audit_id}).fetchall()
    return next(iter(_audits(connection, rows)), None)


def page(
    connection: Connection, key: str, version: int, after: tuple[datetime, UUID], limit: int
) -> list[Audit]:
    """Those of a plan's version after a place (at, id), the oldest first."""
    values = {"key": key, "version": version, "at": after[0], "after": after[1], "limit": limit}
    return _audits(connection, connection.execute(_SQL["page"], values).fetchall())


def note(connection: Connection, audit_id: UUID, note: Note) -> None:
    """Keep what was said of a finding."""
    values = {name: getattr(note, name) for name in Note.__slots__}
    connection.execute(_SQL["note"], {**values, "id": new_id(), "audit_id": audit_id})


def due(connection: Connection, today: date) -> list[tuple[str, int]]:
    """Key and version of plans whose period was over before today and at which was not looked by itself."""
    return connection.execute(_SQL["due"], {"today": today}).fetchall()


def was_made(connection: Connection, key: str, version: int) -> bool:
    """Whether this version was looked at by itself already."""
    row = connection.execute(_SQL["was_made"], {"key": key, "version": version}).fetchone()
    return bool(row and row[0])


def _audits(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> list[Audit]:
    notes: dict[UUID, list[Note]] = {row[0]: [] for row in rows}
    for audit_id, place, state, *said in connection.execute(_SQL["notes"], {"ids": list(notes)}):
        notes[audit_id].append(Note(place, NoteState(state), *said))
    return [
        Audit(id_, key, version, by, at, tuple(map(_result, results)), level, tuple(notes[id_]), automatic)
        for id_, key, version, by, at, results, level, automatic in rows
    ]


def _definition(result: Result) -> dict[str, Any]:
    changed = result.changed
    return {
        **asdict(result),
        "evidence": [str(id_) for id_ in result.evidence],
        "changed": {**asdict(changed), "at": changed.at.isoformat()} if changed else None,
    }


def _result(kept: dict[str, Any]) -> Result:
    changed = kept["changed"]
    result = Result(
        **{
            **kept,
            "check": Check(kept["check"]),
            "outcome": Outcome(kept["outcome"]),
            "unit": _slice(kept["unit"]),
            "evidence": tuple(map(UUID, kept["evidence"])),
            "changed": None,
        }
    )
    if changed:
        change = Change(**{**changed, "at": datetime.fromisoformat(changed["at"])})
        return replace(result, changed=change)
    return result


def _slice(kept: dict[str, Any]) -> Slice:
    attributes = kept["attributes"]
    return Slice(**{**kept, "attributes": tuple(map(tuple, attributes)) if attributes else None})
