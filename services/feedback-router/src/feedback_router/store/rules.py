"""Teams and rules, in the version that is in force."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from feedback_router.domain.rules import FIRST_BOOK, Rule, RuleBook, ScoreAtMost
from feedback_router.domain.teams import Team
from shared import versions
from shared.db import statements
from shared.versions import Published

_SQL = statements("feedback_router.store", "rules")
# There is one book; its versions are kept like those of everything that is published.
_KEY = "rules"


@dataclass(frozen=True)
class InForce:
    """The book that decides now, and since when; the built-in one was never set."""

    book: RuleBook
    set_at: datetime | None


@dataclass(frozen=True)
class _Row:
    version: int
    definition: dict[str, Any]
    set_at: datetime


def put(connection: Connection, book: RuleBook, now: datetime) -> Published:
    """Put a book in force as the next version, whatever version it claims, unless nothing changed."""
    return versions.publish(connection, _SQL, _KEY, to_definition(book), now)


def in_force(connection: Connection) -> InForce:
    """The book that is in force: the built-in one until somebody sets another."""
    row = _newest(connection)
    return (
        InForce(from_definition(row.definition, row.version), row.set_at)
        if row
        else InForce(FIRST_BOOK, None)
    )


def to_definition(book: RuleBook) -> dict[str, Any]:
    """The book as the API shows and takes it."""
    definition = asdict(book)
    del definition["version"]
    return definition


def from_definition(definition: dict[str, Any], version: int) -> RuleBook:
    """The book that a well-formed definition describes."""
    return RuleBook(
        version,
        tuple(Team(**team) for team in definition["teams"]),
        definition["triage"],
        tuple(_rule(rule) for rule in definition["rules"]),
    )


def _rule(definition: dict[str, Any]) -> Rule:
    return Rule(
        key=definition["key"],
        team=definition["team"],
        words=tuple(definition["words"]),
        stages=tuple(definition["stages"]),
        journeys=tuple(definition["journeys"]),
        channels=tuple(definition["channels"]),
        owners=tuple(definition["owners"]),
        surveys=tuple(definition["surveys"]),
        score_at_most=tuple(ScoreAtMost(**limit) for limit in definition["score_at_most"]),
    )


def _newest(connection: Connection) -> _Row | None:
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        return cursor.execute(_SQL["newest"]).fetchone()
