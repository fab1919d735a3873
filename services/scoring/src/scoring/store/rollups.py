"""Rollups: the whole numbers that scores are made of."""

from collections.abc import Collection, Mapping
from dataclasses import asdict

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from scoring.domain.breakdowns import DIMENSIONS, Group
from scoring.domain.responses import RollupKey
from scoring.domain.selections import Selection
from scoring.domain.tallies import Tally
from scoring.store import columns
from shared.db import statements

_SQL = statements("scoring.store", "rollups")
_key, _counts = columns.of(RollupKey), columns.of(Tally)


def add(connection: Connection, tallies: Mapping[RollupKey, Tally]) -> None:
    """Add these tallies to what is there."""
    rows = [{**_key(key), "day": key.day.isoformat(), **_counts(tally)} for key, tally in tallies.items()]
    if rows:
        connection.execute(_SQL["add"], {"rollups": Jsonb(rows)})


def groups(connection: Connection, measure: str, selection: Selection, by: Collection[str]) -> list[Group]:
    """The tallies of a question type, one a kind of survey, definition and value of what `by` names."""
    parameters = {
        "type": measure,
        **asdict(selection.slice),
        "first_day": selection.first_day,
        "last_day": selection.last_day,
        "version": selection.version,
        "question": selection.question,
        **{f"by_{name}": name in by for name in DIMENSIONS},
    }
    # Planned each time for its filters: one plan kept for all of them takes several times as long as it saves.
    with connection.cursor(row_factory=dict_row) as cursor:
        return [
            Group(
                kind=row["kind"],
                definition=row["definition"],
                slice={name: row[name] or None for name in DIMENSIONS if name in by},
                tally=Tally(
                    row["n"], row["low"], row["middle"], row["top"], row["total"], row["total_squares"]
                ),
            )
            for row in cursor.execute(_SQL["groups"], parameters, prepare=False)
        ]
