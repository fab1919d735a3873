"""Say that several customer keys are one person, or take it back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from scoring.store import identities, touchpoints
from shared import events
from shared.events import Event
from shared.ids import new_id


def join_identities(
    connection: Connection,
    customer_keys: Collection[str],
    *,
    reason: str,
    by: str,
    now: datetime,
    request_id: str,
) -> UUID:
    """Their cases are made again as one person's. The event says that it was done, not of whom."""
    join_id = new_id()
    touchpoints.lock(connection)
    identities.insert(connection, join_id, customer_keys, reason=reason, by=by, now=now)
    touchpoints.mark(connection, identities.follow_joins(connection, customer_keys))
    _tell(connection, "joined", join_id, by=by, now=now, request_id=request_id)
    return join_id


def part_identities(
    connection: Connection, join_id: UUID, *, reason: str, by: str, now: datetime, request_id: str
) -> bool:
    """Everybody is again who they were without this join. False, and nothing done, when it was taken back before."""
    touchpoints.lock(connection)
    if not identities.undo(connection, join_id, reason=reason, by=by, now=now):
        return False
    join = identities.get(connection, join_id)
    keys = join.customer_keys if join else []
    touchpoints.mark(connection, identities.follow_joins(connection, keys))
    _tell(connection, "parted", join_id, by=by, now=now, request_id=request_id)
    return True


def _tell(
    connection: Connection, what: str, join_id: UUID, *, by: str, now: datetime, request_id: str
) -> None:
    data = {"join_id": str(join_id), "by": by}
    event = Event(new_id(), f"scoring.identities.{what}", str(join_id), now, request_id, data)
    events.append(connection, [event])
