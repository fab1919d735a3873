"""Proposed journeys and the steps that were taken with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.journeys import Journey
from scoring.domain.proposals import Proposal, Step
from scoring.store.journeys import from_definition, to_definition
from shared.db import statements
from shared.ids import new_id

_SQL = statements("scoring.store", "journey_proposals")


def insert(connection: Connection, proposal_id: UUID, journey: Journey, now: datetime) -> None:
    """Keep a new proposal."""
    values = {"id": proposal_id, "key": journey.key, "definition": Jsonb(to_definition(journey)), "now": now}
    connection.execute(_SQL["insert"], values)


def note(connection: Connection, proposal_id: UUID, step: Step) -> None:
    """Keep a step that was taken."""
    values = {name: getattr(step, name) for name in Step.__slots__}
    connection.execute(_SQL["note"], {**values, "id": new_id(), "proposal_id": proposal_id})


def end(connection: Connection, proposal_id: UUID, state: str, version: int | None) -> None:
    """Say what became of it."""
    connection.execute(_SQL["end"], {"id": proposal_id, "state": state, "version": version})


def get(connection: Connection, proposal_id: UUID, *, lock: bool = False) -> Proposal | None:
    """The proposal with its steps, held against others until the transaction ends if it is to be changed."""
    rows = connection.execute(_SQL["lock" if lock else "get"], {"id": proposal_id}).fetchall()
    return next(iter(_proposals(connection, rows)), None)


def page(connection: Connection, key: str | None, after: tuple[datetime, UUID], limit: int) -> list[Proposal]:
    """Proposals from the oldest to the newest, after a place (proposed_at, id)."""
    values = {"key": key, "at": after[0], "after": after[1], "limit": limit}
    return _proposals(
        connection, connection.execute(_SQL["page" if key else "page_of_all"], values).fetchall()
    )


def _proposals(connection: Connection, rows: list[tuple[Any, ...]]) -> list[Proposal]:
    steps: dict[UUID, list[Step]] = {row[0]: [] for row in rows}
    for proposal_id, *step in connection.execute(_SQL["steps"], {"ids": list(steps)}):
        steps[proposal_id].append(Step(*step))
    return [
        Proposal(row[0], from_definition(row[2]), row[3], row[4], row[5], tuple(steps[row[0]]))
        for row in rows
    ]
