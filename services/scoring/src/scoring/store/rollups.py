"""Rollups: the whole numbers that scores are made of."""

from collections.abc import Collection, Iterable, Mapping

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.breakdowns import DIMENSIONS, PERIODS, Group
from scoring.domain.rollups import CHOICE_TYPES, RollupKey, SliceKey, by_month
from scoring.domain.selections import Selection
from scoring.domain.tallies import Counts, Tally
from scoring.store import months
from scoring.store.groups import slices
from shared.db import statements

_SQL = statements("scoring.store", "rollups")
_COUNTS = slice(-6, None)  # where a row of groups has the whole numbers of its tally


def add(connection: Connection, changes: Mapping[RollupKey, Counts]) -> None:
    """Change the rollups, by day and by month, by so much."""
    if not changes:
        return
    numbers = _slices(connection, {key.slice for key in changes})
    rows = [
        {
            "type": key.type,
            "day": key.day.isoformat(),
            "slice_id": numbers[key.slice],
            "question": key.question,
            "definition": key.definition,
            "option": key.option,
            **change._asdict(),
        }
        for key, change in changes.items()
    ]
    connection.execute(_SQL["add"], {"rollups": Jsonb(rows)})
    monthly = [
        {**key._asdict(), "month": key.month.isoformat(), **change._asdict()}
        for key, change in by_month(changes).items()
    ]
    if monthly:
        connection.execute(_SQL["add_monthly"], {"rollups": Jsonb(monthly)})


def hold(connection: Connection) -> None:
    """Let nobody else change rollups of answers until the transaction ends."""
    connection.execute(_SQL["hold"])


def drop_empty(connection: Connection, stated: Iterable[tuple[str, str]]) -> None:
    """Leave no trace of slices with one of these attributes, name and value, that all their answers have left."""
    rows = [{"name": name, "value": value} for name, value in stated]
    connection.execute(_SQL["drop_empty"], {"attributes": Jsonb(rows)})


def groups(connection: Connection, measure: str, selection: Selection, by: Collection[str]) -> list[Group]:
    """The tallies of a question type, one a kind of survey, definition, option and value of what `by` names.

    `by` names dimensions, declared attributes and at most one period.
    """
    period = next((name for name in PERIODS if name in by), None)
    names = [name for name in by if name not in DIMENSIONS and name != period]
    monthly = measure not in CHOICE_TYPES and months.are_asked(selection, by)
    parameters = {
        "type": measure,
        **{name: getattr(selection.slice, name) for name in selection.slice.__slots__},
        "attributes": Jsonb(dict(selection.slice.attributes)) if selection.slice.attributes else None,
        "first_day": selection.first_day,
        "last_day": selection.last_day,
        "version": selection.version,
        "question": selection.question,
        "kind": selection.kind,
        "definition": selection.definition,
        "names": names,
        "period": period,
        "by_month": period == "month",
        **{f"by_{name}": name in by for name in DIMENSIONS},
    }
    statement = _SQL["monthly_groups" if monthly else "groups"]
    # By day it is planned each time for its filters: one plan kept for all of them takes several times as long as it
    # saves. Those by month are few, and are all looked at in any case.
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(statement, parameters, prepare=monthly).fetchall()
        stated = slices(cursor, rows, by)
    found = [
        Group(row[0], row[1], slice_, Tally(*row[_COUNTS]), row[2] or None)
        for row, slice_ in zip(rows, stated, strict=True)
    ]
    return _options(found) if measure in CHOICE_TYPES else found


def _options(found: Iterable[Group]) -> list[Group]:
    """One group an option, each over all who answered: who did not choose it counts as 0.

    An option that somebody chose is there for every slice, so that none tells by its absence.
    """
    everybody = [group for group in found if group.option is None]
    chosen = {
        (group.kind, group.option, tuple(group.slice.items())): group.tally.n
        for group in found
        if group.option is not None
    }
    options = sorted({option for _, option, _ in chosen if option})
    return [
        Group(
            group.kind,
            group.definition,
            group.slice,
            Tally(n=group.tally.n, low=group.tally.n - n, top=n, total=n, total_squares=n),
            option,
        )
        for option in options
        for group in everybody
        for n in [chosen.get((group.kind, option, tuple(group.slice.items())), 0)]
    ]


def _slices(connection: Connection, keys: Iterable[SliceKey]) -> dict[SliceKey, int]:
    """The number of each slice; one that is new gets one."""
    wanted = list(keys)
    rows = [
        {**key._asdict(), "attributes": dict(key.attributes), "place": place}
        for place, key in enumerate(wanted)
    ]
    parameters = {"slices": Jsonb(rows)}
    found = connection.execute(_SQL["find_slices"], parameters).fetchall()
    if len(found) < len(wanted):
        connection.execute(_SQL["add_slices"], parameters)
        found = connection.execute(_SQL["find_slices"], parameters).fetchall()
    return {wanted[place]: number for place, number in found}
