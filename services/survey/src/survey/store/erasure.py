"""Everything that is kept of one customer, taken away."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from shared import events, follower
from shared.db import statements
from survey.domain.erasure import impersonal
from survey.store import surveys

_SQL = statements("survey.store", "erasure")
# What stands in the event log where somebody stood.
BLANK: dict[str, Any] = {
    "customer_key": None,
    "attributes": {},
    "comments": [],
    "known": [],
    "touchpoint": None,
    "mark": None,
    "text": "",
}
_TABLES = (
    "customer",
    "touchpoints",
    "partial_answers",
    "invitations",
    "messages",
    "suppressions",
    "delivery_reports",
)


def lock(connection: Connection) -> None:
    """Until the transaction ends nobody else forgets customers. A transaction that holds customers' rows more than once
    takes this before the first: then none that forgets waits for it with rows of its own.
    """
    connection.execute(_SQL["lock"])


def hold(connection: Connection, keys: Collection[str]) -> None:
    """Until the transaction ends nobody else writes about these customers."""
    lock(connection)
    connection.execute(_SQL["hold"], {"keys": list(keys)})


def forget(connection: Connection, key: str) -> dict[str, int]:
    """Take the customer out of every table but the responses; how many rows that were, by table."""
    return {table: connection.execute(_SQL[f"forget_{table}"], {"key": key}).rowcount for table in _TABLES}


def forget_who_answered(connection: Connection, key: str, now: datetime) -> list[UUID]:
    """Leave of the customer's responses what could have been anybody's, and return which those are."""
    return make_impersonal(connection, connection.execute(_SQL["responses"], {"key": key}).fetchall(), now)


def make_impersonal(connection: Connection, rows: Sequence[Sequence[Any]], now: datetime) -> list[UUID]:
    """Leave of these responses (id, survey, version, answers) what could have been anybody's, and return their ids.

    Of what was said before it was corrected nothing is left.
    """
    kept: list[dict[str, Any]] = [
        {"id": str(row[0]), "answers": impersonal(row[3], surveys.get(connection, row[1], row[2]))}
        for row in rows
    ]
    if kept:
        connection.execute(_SQL["forget_what_was_corrected"], {"ids": [row[0] for row in rows]})
        connection.execute(_SQL["forget_who_answered"], {"kept": Jsonb(kept), "now": now})
    return [row[0] for row in rows]


def forget_what_was_told(connection: Connection, key: str) -> list[UUID]:
    """Blank the customer in the event log and throw away what could not be understood of them; the blanked events."""
    follower.forget_parked(connection, [], "customer_key", [key])
    return events.redact(connection, "customer_key", [key], BLANK)
