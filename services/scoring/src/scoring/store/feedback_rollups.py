"""How many feedback items were routed, and how many of them are resolved."""

from collections.abc import Collection, Mapping

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.breakdowns import PERIODS, Group
from scoring.domain.feedback import FeedbackRollupKey, Move, resolved_tally
from scoring.domain.scales import RESOLVED
from scoring.domain.selections import Selection
from scoring.store import columns, months
from scoring.store.groups import slices
from shared.db import statements

_SQL = statements("scoring.store", "feedback_rollups")
# What feedback can be asked by, besides the day.
FEEDBACK_DIMENSIONS = ("survey", "journey", "stage", "channel", "owner")
_key, _move = columns.of(FeedbackRollupKey), columns.of(Move)


def add(connection: Connection, moves: Mapping[FeedbackRollupKey, Move]) -> None:
    """Change the rollups, by day and by month, by these moves."""
    rows = [{**_key(key), "day": key.day.isoformat(), **_move(move)} for key, move in moves.items()]
    if rows:
        for statement in ("add", "add_monthly"):
            connection.execute(_SQL[statement], {"rollups": Jsonb(rows)})


def groups(connection: Connection, selection: Selection, by: Collection[str]) -> list[Group]:
    """The tallies of resolved items, one a value of what `by` names. Items have no version and no question."""
    period = next((name for name in PERIODS if name in by), None)
    parameters = {
        **{name: getattr(selection.slice, name) for name in FEEDBACK_DIMENSIONS},
        **{f"by_{name}": name in by for name in FEEDBACK_DIMENSIONS},
        "first_day": selection.first_day,
        "last_day": selection.last_day,
        "period": period,
        "by_month": period == "month",
    }
    statement = _SQL["monthly_groups" if months.are_asked(selection, by) else "groups"]
    # Planned each time for its filters: one plan kept for all of them takes several times as long as it saves.
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(statement, parameters, prepare=False).fetchall()
        stated = slices(cursor, rows, by)
    return [
        Group(None, RESOLVED.version, slice_, resolved_tally(*row[-2:]))
        for row, slice_ in zip(rows, stated, strict=True)
    ]
