"""What is older than it may be, taken away batch by batch."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from shared import db, events
from shared.events import Cursor
from survey.store import erasure
from survey.store.erasure import BLANK

_SQL = db.statements("survey.store", "retention")
_BEGINNING = datetime.min.replace(tzinfo=UTC)
# What goes as it is. Of the rest something stays, or has to be looked at first.
DELETED = ("touchpoints", "invitations", "messages", "delivery_reports", "mailbox_mails")
# No more than this are counted: a policy is looked at before it is set, and needs no exact figure then.
MOST_COUNTED = 100_000


def forget(connection: Connection, what: str, before: datetime, now: datetime, limit: int) -> int:
    """Delete the oldest of one of DELETED; how many."""
    parameters = {"before": before, "now": now, "limit": limit}
    return connection.execute(_SQL[f"forget_{what}"], parameters).rowcount


def forget_who_answered(
    connection: Connection, before: datetime, now: datetime, limit: int
) -> tuple[int, list[UUID]]:
    """Take the person out of the next responses: how many were looked at, and which lost theirs only now."""
    place = _lock_place(connection, "responses")
    rows = connection.execute(
        _SQL["responses"], {**_response_place(place), "before": before, "limit": limit}
    ).fetchall()
    if rows:
        _move(connection, "responses", [rows[-1][4].isoformat(), str(rows[-1][0])])
    return len(rows), erasure.make_impersonal(connection, [row[:4] for row in rows if not row[5]], now)


def forget_customers(connection: Connection, before: datetime, limit: int) -> tuple[int, list[str]]:
    """Delete those of the next customers of whom nothing else is left: how many were looked at, and which went.

    At the end of the list it begins anew, for who is left today may have nothing left tomorrow.
    """
    at, key = _lock_place(connection, "customers") or (_BEGINNING.isoformat(), "")
    rows = connection.execute(
        _SQL["customers"], {"at": datetime.fromisoformat(at), "key": key, "before": before, "limit": limit}
    ).fetchall()
    _move(connection, "customers", [rows[-1][1].isoformat(), rows[-1][0]] if len(rows) == limit else None)
    keys = [row[0] for row in rows]
    erasure.hold(connection, keys)
    gone = [row[0] for row in connection.execute(_SQL["forget_customers"], {"keys": keys, "before": before})]
    connection.execute(_SQL["forget_bounces"], {"keys": gone})
    return len(rows), gone


def forget_what_was_told(connection: Connection, before: datetime, limit: int) -> tuple[int, int]:
    """Blank people in the next old events: how many were looked at, and how many changed."""
    after = Cursor.parse(_lock_place(connection, "events") or "")
    looked_at, changed, cursor = events.redact_old(connection, after, before, "customer_key", BLANK, limit)
    _move(connection, "events", str(cursor))
    return looked_at, changed


def count(connection: Connection, what: str, before: datetime, now: datetime) -> int:
    """How many would go at this moment, counted up to MOST_COUNTED."""
    place = connection.execute(_SQL["place"], {"what": what}).fetchone()
    where = place[0] if place else None
    if what == "events":
        return events.count_old(connection, Cursor.parse(where or ""), before, MOST_COUNTED)
    parameters: dict[str, Any] = {"before": before, "now": now, "limit": MOST_COUNTED}
    if what == "responses":
        parameters |= _response_place(where)
    return db.count(connection, _SQL[f"count_{what}"], parameters)


def _response_place(place: Any) -> dict[str, Any]:
    at, response_id = place or (_BEGINNING.isoformat(), str(UUID(int=0)))
    return {"at": datetime.fromisoformat(at), "id": UUID(response_id)}


def _lock_place(connection: Connection, what: str) -> Any:
    connection.execute(_SQL["begin"], {"what": what})
    row = connection.execute(_SQL["lock_place"], {"what": what}).fetchone()
    assert row is not None  # noqa: S101  it was there, or has just been written
    return row[0]


def _move(connection: Connection, what: str, place: Any) -> None:
    connection.execute(_SQL["move"], {"what": what, "place": Jsonb(place)})
