"""What figures of journeys are made of, counted in the database.

What decides what is hidden comes in all places that the selection's filters tell apart; the selection's own is one of
them, if there is anything there.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from psycopg import Connection

from scoring.domain.journey_selections import CaseSelection, CaseSizes, Place
from scoring.domain.survival import Waits
from scoring.domain.variants import TimedVariant, Variant
from shared.db import statements

_SQL = statements("scoring.store", "journey_figures")
Item = TypeVar("Item")


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

    installs: int = 0
    installs_at_once: int = 0
    installs_in_the_end: int = 0
    months: int = 0
    months_followed_up: int = 0
    months_with_issues: int = 0
    months_set_up: int = 0
    cases_with_lookups: int = 0
    lookups_needed: int = 0
    lookups_found: int = 0
    complaints_begun: int = 0
    complaints_given_up: int = 0
    complaints_sent: int = 0


@dataclass(frozen=True)
class Contacts:
    """Contacts for one reason that are old enough to know, those of them that stayed the only one, and younger ones."""

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

    asked: int = 0
    solved_at_once: int = 0
    asked_whether_repeated: int = 0
    repeated: int = 0


@dataclass(frozen=True)
class Lost:
    """Cases that were lost between two owners."""

    source: str
    target: str
    cases: int


@dataclass(frozen=True)
class StageSize:
    """Cases that came to a stage, the first being 1."""

    stage: int
    cases: int


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


def states(
    connection: Connection, selection: CaseSelection, as_of: datetime, known_by: datetime | None = None
) -> dict[Place, list[State]]:
    """How many cases are where."""
    return _by_place(connection, "states", selection, State, as_of=as_of, known_by=known_by or as_of)


def variants(connection: Connection, selection: CaseSelection) -> dict[Place, list[Variant]]:
    """The paths of all cases, the most frequent first."""
    return _by_place(connection, "variants", selection, _variant)


def timed_variants(connection: Connection, selection: CaseSelection) -> list[TimedVariant]:
    """Those of the selection itself, with the times between the steps."""
    return _timed(_rows(connection, "timed_variants", selection))


def ended_variants(connection: Connection, selection: CaseSelection, as_of: datetime) -> list[Variant]:
    """The paths of the selection's cases that are over."""
    return [_variant(*row) for row in _rows(connection, "ended_variants", selection, as_of=as_of)]


def channel_variants(connection: Connection, selection: CaseSelection) -> dict[Place, list[Variant]]:
    """In which channels cases went their way."""
    return _by_place(connection, "channel_variants", selection, _variant)


def owner_variants(connection: Connection, selection: CaseSelection) -> dict[Place, list[Variant]]:
    """Through whose hands cases went."""
    return _by_place(connection, "owner_variants", selection, _variant)


def timed_owner_variants(connection: Connection, selection: CaseSelection) -> list[TimedVariant]:
    """The selection's own, with how long each took to act."""
    return _timed(_rows(connection, "timed_owner_variants", selection))


def lost_handoffs(
    connection: Connection, selection: CaseSelection, as_of: datetime
) -> dict[Place, list[Lost]]:
    """How many cases the next owner never took up."""
    return _by_place(connection, "lost_handoffs", selection, Lost, as_of=as_of)


def scores_after_handoffs(connection: Connection, selection: CaseSelection) -> dict[Place, list[Answered]]:
    """What customers answered after hand-offs."""
    return _by_place(connection, "scores_after_handoffs", selection, Answered)


def stages(connection: Connection, selection: CaseSelection) -> dict[Place, list[StageSize]]:
    """How many cases came to each stage."""
    return _by_place(connection, "stages", selection, StageSize)


def stage_waits(connection: Connection, selection: CaseSelection, as_of: datetime) -> dict[int, Waits]:
    """By stage, the first being 0: how long until the selection's cases went on from there."""
    return {
        row[0] - 1: Waits.unpacked(row[1]) for row in _rows(connection, "stage_waits", selection, as_of=as_of)
    }


def waits(
    connection: Connection,
    selection: CaseSelection,
    as_of: datetime,
    milestones: Collection[str],
    by: str | None = None,
    known_by: datetime | None = None,
) -> dict[str, dict[str | None, Waits]]:
    """By milestone and group: how long until the selection's cases got there."""
    found: dict[str, dict[str | None, Waits]] = {}
    asked = {"as_of": as_of, "known_by": known_by or as_of, "milestones": list(milestones), "by": by}
    rows = _rows(connection, "waits", selection, **asked)
    for milestone, group, packed in rows:
        found.setdefault(milestone, {})[group] = Waits.unpacked(packed)
    return found


def shares(
    connection: Connection, selection: CaseSelection, as_of: datetime, known_by: datetime | None = None
) -> dict[Place, list[Shares]]:
    """Counts for shares: one of each place."""
    return _by_place(connection, "shares", selection, Shares, as_of=as_of, known_by=known_by or as_of)


def contacts(
    connection: Connection, selection: CaseSelection, as_of: datetime, window: timedelta
) -> dict[Place, list[Contacts]]:
    """By intent: contacts, and those after which the customer did not come back within the window."""
    return _by_place(connection, "contacts", selection, Contacts, as_of=as_of, contact_window=window)


def promises(
    connection: Connection, selection: CaseSelection, as_of: datetime
) -> dict[Place, list[Promised]]:
    """By promise: how many are due and how many were kept."""
    return _by_place(connection, "promises", selection, Promised, as_of=as_of)


def said(connection: Connection, selection: CaseSelection) -> dict[Place, list[Said]]:
    """What customers answered in these days: one of each place."""
    return _by_place(connection, "said", selection, Said)


def _by_place(
    connection: Connection, name: str, selection: CaseSelection, make: Callable[..., Item], **more: Any
) -> dict[Place, list[Item]]:
    found: dict[Place, list[Item]] = {}
    for channel, segment, *columns in _rows(connection, name, selection, **more):
        found.setdefault(selection.place_of(channel, segment), []).append(make(*columns))
    return found


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


def _variant(path: list[str], cases: int) -> Variant:
    return Variant(tuple(path), cases)


def _timed(rows: list[Any]) -> list[TimedVariant]:
    return [
        TimedVariant(Variant(tuple(path), n), _numbers(gaps).reshape(n, len(path) - 1))
        for path, n, gaps in rows
    ]


def _numbers(text: str) -> npt.NDArray[np.int64]:
    """A list of whole numbers as text, which PostgreSQL writes and numpy reads faster than rows. Without steps, ","."""
    return np.fromstring(text.strip(","), dtype=np.int64, sep=",")
