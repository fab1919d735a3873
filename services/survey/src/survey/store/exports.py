"""Responses for whoever takes them elsewhere, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import statements
from shared.follower import Transaction
from survey.domain.questions import OTHER

_SQL = statements("survey.store", "exports")
PAGE = 1000


@dataclass(frozen=True)
class Selection:
    """Which responses; None lets all pass. Submitted from `first` on, before `before`."""

    survey: str | None = None
    first: datetime | None = None
    before: datetime | None = None
    context: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exported:
    """A response as it is exported."""

    id: UUID
    survey: str
    version: int
    customer_key: str | None
    source: str
    language: str
    context: dict[str, str]
    answers: dict[str, Any]
    submitted_at: datetime
    received_at: datetime
    revision: int
    complete: bool
    corrected_at: datetime | None


def questions(connection: Connection, survey: str) -> list[str]:
    """The keys of all questions that the survey ever asked, in the order in which they came up.

    What was said in own words instead of an option follows its question under a key of its own.
    """
    rows = connection.execute(_SQL["versions"], {"survey": survey}).fetchall()
    asked = [question for row in rows for question in row[0]["questions"]]
    keys = (
        (question["key"], f"{question['key']}.{OTHER}" if question.get("other") else None)
        for question in asked
    )
    return list(dict.fromkeys(key for pair in keys for key in pair if key))


def responses(read: Transaction, selection: Selection, until: datetime) -> Iterator[list[Exported]]:
    """Pages of at most 1,000 of what was received until then, in the order of receiving."""
    place = (datetime.min.replace(tzinfo=UTC), UUID(int=0))
    while True:
        with read() as connection:
            found = _page(connection, selection, place, until)
        if found:
            yield found
            place = (found[-1].received_at, found[-1].id)
        if len(found) < PAGE:
            return


def _page(
    connection: Connection, selection: Selection, place: tuple[datetime, UUID], until: datetime
) -> list[Exported]:
    parameters = {
        "survey": selection.survey,
        "first": selection.first,
        "before": selection.before,
        "context": Jsonb(selection.context),
        "received_at": place[0],
        "id": place[1],
        "until": until,
        "limit": PAGE,
    }
    with connection.cursor(row_factory=class_row(Exported)) as cursor:
        # Planned each time for its filters: one plan kept for all of them would read more than it must.
        return cursor.execute(_SQL["page"], parameters, prepare=False).fetchall()
