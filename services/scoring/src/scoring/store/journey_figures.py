"""What figures of journeys are made of, counted in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import Connection
from psycopg.rows import class_row

from scoring.domain.journey_selections import CaseSelection, CaseSizes
from scoring.domain.survival import Waits
from scoring.domain.variants import TimedVariant, Variant
from shared.db import statements

_SQL = statements("scoring.store", "journey_figures")


@dataclass(frozen=True)
class State:
    """How many cases are in a state (success, exit, abandoned, open), by what they left with, and their touchpoints."""

    state: str
    exit: str | None
    cases: int
    touchpoints: int


@dataclass(frozen=True)
class Shares:
    """Everything of cases that is a share: how many of how many."""

    installs: int
    installs_at_once: int
    installs_in_the_end: int
    months: int
    months_followed_up: int
    months_with_issues: int
    months_set_up: int
    cases_with_lookups: int
    lookups_needed: int
    lookups_found: int
    complaints_begun: int
    complaints_given_up: int
    complaints_sent: int


@dataclass(frozen=True)
class Contacts:
    """Contacts for one reason that are old enough to know, those that were the only one, and those too young of all."""

    intent: str
    n: int
    alone: int
    too_young: int


@dataclass(frozen=True)
class Promised:
    """Promises of one kind."""

    promise: str
    due: int
    kept: int
    kept_late: int
    not_due: int


@dataclass(frozen=True)
class Said:
    """What customers said: of how many asked it was solved with one contact; of how many they had to repeat it."""

    asked: int
    solved_at_once: int
    asked_whether_repeated: int
    repeated: int


@dataclass(frozen=True)
class Answered:
    """Answers of one value after a hand-off."""

    source: str
    target: str
    definition: str
    value: int
    n: int


def sizes(connection: Connection, selection: CaseSelection) -> CaseSizes:
    """How many cases of each channel and segment began in these days, those that are filtered out too."""
    return {(row[0], row[1]): row[2] for row in _rows(connection, "sizes", selection)}


def states(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[State]:
    """How many cases are where."""
    return [State(*row) for row in _rows(connection, "states", selection, as_of=as_of)]


def variants(connection: Connection, selection: CaseSelection) -> list[Variant]:
    """The paths of all cases, the most frequent first."""
    return _variants(_rows(connection, "variants", selection))


def timed_variants(connection: Connection, selection: CaseSelection) -> list[TimedVariant]:
    """The same with the times between the steps."""
    return _timed(_rows(connection, "timed_variants", selection))


def ended_variants(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[Variant]:
    """The paths of cases that are over."""
    return _variants(_rows(connection, "ended_variants", selection, as_of=as_of))


def channel_variants(connection: Connection, selection: CaseSelection) -> list[Variant]:
    """In which channels cases went their way."""
    return _variants(_rows(connection, "channel_variants", selection))


def timed_owner_variants(connection: Connection, selection: CaseSelection) -> list[TimedVariant]:
    """Through whose hands cases went, and how long each took to act."""
    return _timed(_rows(connection, "timed_owner_variants", selection))


def lost_handoffs(
    connection: Connection, selection: CaseSelection, as_of: datetime
) -> dict[tuple[str, str], int]:
    """How many cases the next owner never took up."""
    rows = _rows(connection, "lost_handoffs", selection, as_of=as_of)
    return {(row[0], row[1]): row[2] for row in rows}


def scores_after_handoffs(connection: Connection, selection: CaseSelection) -> list[Answered]:
    """What customers answered after hand-offs."""
    return [Answered(*row) for row in _rows(connection, "scores_after_handoffs", selection)]


def stage_waits(connection: Connection, selection: CaseSelection, as_of: datetime) -> dict[int, Waits]:
    """By stage, the first being 0: how long until cases went on from there."""
    return {
        row[0] - 1: Waits.unpacked(row[1]) for row in _rows(connection, "stage_waits", selection, as_of=as_of)
    }


def waits(
    connection: Connection,
    selection: CaseSelection,
    as_of: datetime,
    milestones: Collection[str],
    by: str | None = None,
) -> dict[str, dict[str | None, Waits]]:
    """By milestone and group: how long until cases got there."""
    found: dict[str, dict[str | None, Waits]] = {}
    rows = _rows(connection, "waits", selection, as_of=as_of, milestones=list(milestones), by=by)
    for milestone, group, packed in rows:
        found.setdefault(milestone, {})[group] = Waits.unpacked(packed)
    return found


def shares(connection: Connection, selection: CaseSelection, as_of: datetime) -> Shares:
    """Counts for shares."""
    with connection.cursor(row_factory=class_row(Shares)) as cursor:
        found = cursor.execute(_SQL["shares"], filters(selection, as_of=as_of)).fetchone()
    assert found is not None  # noqa: S101  an aggregate always yields its row
    return found


def contacts(
    connection: Connection, selection: CaseSelection, as_of: datetime, window: timedelta
) -> list[Contacts]:
    """By intent: contacts, and those after which the customer did not come back within the window."""
    rows = _rows(connection, "contacts", selection, as_of=as_of, contact_window=window)
    return [Contacts(*row) for row in rows]


def promises(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[Promised]:
    """By promise: how many are due and how many were kept."""
    return [Promised(*row) for row in _rows(connection, "promises", selection, as_of=as_of)]


def said(connection: Connection, selection: CaseSelection) -> Said:
    """What customers answered in these days."""
    return Said(*_rows(connection, "said", selection)[0])


def _rows(connection: Connection, name: str, selection: CaseSelection, **more: Any) -> list[Any]:
    # Planned with its values: a kept plan would read all journeys for one.
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(_SQL[name], filters(selection, **more), prepare=False).fetchall()


def filters(selection: CaseSelection, **more: Any) -> dict[str, Any]:
    """The selection as statements take it, with whatever more they take; of a hidden one no row."""
    return {
        "journey": None if selection.hidden else selection.journey,
        "since": selection.since,
        "until": selection.until,
        "segment": selection.segment,
        "channel": selection.channel,
        **more,
    }


def _variants(rows: list[Any]) -> list[Variant]:
    return [Variant(tuple(path), n) for path, n in rows]


def _timed(rows: list[Any]) -> list[TimedVariant]:
    return [
        TimedVariant(Variant(tuple(path), n), _numbers(gaps).reshape(n, len(path) - 1))
        for path, n, gaps in rows
    ]


def _numbers(text: str) -> npt.NDArray[np.int64]:
    """A list of whole numbers as text, which PostgreSQL writes and numpy reads faster than rows. Without steps, ","."""
    return np.fromstring(text.strip(","), dtype=np.int64, sep=",")
