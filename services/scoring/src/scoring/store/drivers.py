"""Scores with what may go with them: one row an answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.factors import Run
from scoring.domain.selections import Selection
from shared.db import statements

_SQL = statements("scoring.store", "drivers")
_FILTERS = ("survey", "journey", "stage", "channel", "owner", "segment", "language")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer on a scale, with what its touchpoint said and the case that it is about, if there is one."""

    response_id: UUID
    kind: str
    definition: str
    question: str
    value: int
    submitted_at: datetime
    attributes: dict[str, str]
    run: Run | None


def outcomes(
    connection: Connection, measure: str, selection: Selection, *, with_cases: bool, limit: int
) -> list[Outcome]:
    """So many answers at most, the newest."""
    parameters: dict[str, Any] = {
        **{name: getattr(selection.slice, name) for name in _FILTERS},
        "type": measure,
        "kind": selection.kind,
        "version": selection.version,
        "question": selection.question,
        "definition": selection.definition,
        "attributes": Jsonb(dict(selection.slice.attributes or ())),
        "first_day": selection.first_day,
        "last_day": selection.last_day,
        "with_cases": with_cases,
        "limit": limit,
    }
    # Planned with its values: a kept plan would read all journeys for one.
    rows = connection.execute(_SQL["outcomes"], parameters, prepare=False)
    return [_outcome(row) for row in rows]


def answers(
    connection: Connection, responses: Collection[UUID], questions: Collection[str]
) -> dict[UUID, dict[str, tuple[str, int]]]:
    """By response and question, the definition that was answered on and the value."""
    found: dict[UUID, dict[str, tuple[str, int]]] = {}
    parameters = {"ids": list(responses), "questions": list(questions)}
    for response_id, question, definition, value in connection.execute(_SQL["answers"], parameters):
        found.setdefault(response_id, {})[question] = (definition, value)
    return found


def _outcome(row: tuple[Any, ...]) -> Outcome:
    response_id, kind, definition, question, value, submitted_at, attributes, started_at, *case = row
    run = Run(started_at, *case) if started_at is not None else None
    return Outcome(response_id, kind, definition, question, value, submitted_at, attributes, run)
