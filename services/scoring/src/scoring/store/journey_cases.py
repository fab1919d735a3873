"""Cases, promises and contacts: made again as a whole for one person, never changed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from scoring.domain.cases import Case, PromiseMade
from scoring.domain.contacts import Contact
from scoring.domain.lookups import SourceUsed
from scoring.store import columns, journey_outcomes
from scoring.store.journey_outcomes import Begun
from shared.db import jsonb, statements

_SQL = statements("scoring.store", "journey_cases")
_case = columns.of(Case)
_promise = columns.of(PromiseMade)
_contact = columns.of(Contact)
_source = columns.of(SourceUsed)
# Moments become text that PostgreSQL reads.


@dataclass(frozen=True)
class Run:
    """What one person's touchpoints come to on one journey, in the version that they were read with."""

    person: str
    journey: str
    version: int
    cases: list[Case]
    contacts: list[Contact]


def replace(connection: Connection, people: Collection[str], runs: Sequence[Run]) -> None:
    """Throw away what these people's touchpoints came to, and keep what they come to now: nothing without runs.

    The rollups of outcomes change by the difference.
    """
    gone = _clear(connection, people)
    made = _insert(connection, runs)
    journey_outcomes.move(connection, gone, made)


def behind(connection: Connection, journeys: Collection[str]) -> list[str]:
    """Those of these journeys whose cases are still made again by their newest design."""
    return [row[0] for row in connection.execute(_SQL["behind"], {"journeys": list(journeys)})]


def _clear(connection: Connection, people: Collection[str]) -> list[Begun]:
    for statement in ("clear_promises", "clear_lookups", "clear_contacts"):
        connection.execute(_SQL[statement], {"people": list(people)})
    return [Begun(*row) for row in connection.execute(_SQL["clear_cases"], {"people": list(people)})]


def _insert(connection: Connection, runs: Sequence[Run]) -> list[Begun]:
    rows = {
        "insert_promises": [row for run in runs for row in _promises(run)],
        "insert_lookups": [row for run in runs for row in _lookups(run)],
        "insert_contacts": [
            {"person": run.person, "journey": run.journey, **_contact(item)}
            for run in runs
            for item in run.contacts
        ],
    }
    for statement, of_table in rows.items():
        if of_table:
            connection.execute(_SQL[statement], {"rows": jsonb(of_table)})
    cases = jsonb([row for run in runs for row in _cases(run)])
    return [Begun(*row) for row in connection.execute(_SQL["insert_cases"], {"rows": cases})]


def _cases(run: Run) -> Iterator[dict[str, Any]]:
    for case in run.cases:
        row = {"person": run.person, "journey": run.journey, "version": run.version, **_case(case)}
        del row["promises"], row["sources"]
        if month := row.pop("month"):
            row |= {
                "month_ends_at": month.ends_at,
                "month_followed_up": month.followed_up,
                "month_issues": month.issues,
                "month_set_up": month.set_up,
            }
        yield row


def _promises(run: Run) -> Iterator[dict[str, Any]]:
    for case in run.cases:
        for place, item in enumerate(case.promises):
            yield {
                "person": run.person,
                "journey": run.journey,
                "number": case.number,
                "place": place,
                "segment": case.segment,
                "channel": case.channel,
                **_promise(item),
            }


def _lookups(run: Run) -> Iterator[dict[str, Any]]:
    for case in run.cases:
        for place, item in enumerate(case.sources):
            yield {
                "person": run.person,
                "journey": run.journey,
                "number": case.number,
                "place": place,
                "started_at": case.started_at,
                "segment": case.segment,
                "first_channel": case.channel,
                **_source(item),
            }
