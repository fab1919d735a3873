"""Cases, promises and contacts: made again as a whole for one person, never changed."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain.cases import Case, PromiseMade
from scoring.domain.contacts import Contact
from scoring.store import columns
from shared.db import statements

_SQL = statements("scoring.store", "journey_cases")
_case = columns.of(Case)
_promise = columns.of(PromiseMade)
_contact = columns.of(Contact)
# Moments become text that PostgreSQL reads.
_dumps = partial(json.dumps, default=str)


@dataclass(frozen=True)
class Run:
    """What one person's touchpoints come to on one journey, in the version that they were read with."""

    person: str
    journey: str
    version: int
    cases: list[Case]
    contacts: list[Contact]


def clear(connection: Connection, people: Collection[str]) -> None:
    """Throw away what these people's touchpoints came to."""
    for statement in ("clear_cases", "clear_promises", "clear_contacts"):
        connection.execute(_SQL[statement], {"people": list(people)})


def insert(connection: Connection, runs: Sequence[Run]) -> None:
    """Keep what they come to now."""
    rows = {
        "insert_cases": [row for run in runs for row in _cases(run)],
        "insert_promises": [row for run in runs for row in _promises(run)],
        "insert_contacts": [
            {"person": run.person, "journey": run.journey, **_contact(item)}
            for run in runs
            for item in run.contacts
        ],
    }
    for statement, of_table in rows.items():
        if of_table:
            connection.execute(_SQL[statement], {"rows": Jsonb(of_table, dumps=_dumps)})


def _cases(run: Run) -> Iterator[dict[str, Any]]:
    for case in run.cases:
        row = {"person": run.person, "journey": run.journey, "version": run.version, **_case(case)}
        del row["promises"]
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
